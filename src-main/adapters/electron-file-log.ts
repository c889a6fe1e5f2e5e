import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import electronLog from 'electron-log/node'
import type { LogPort } from '../ports/log-port.ts'
import { formatLogLine, redactLogLine } from '../security/redact-log.ts'

const maxBytes = 1024 * 1024
/** The newest first: `main.log` is written, the others are what it was before. */
const fileNames = ['main.log', 'main.1.log', 'main.2.log'] as const

export interface FileLog extends LogPort {
  /** The last lines that were written, the oldest first, redacted once more; what is no line of ours is left out. Never throws. */
  readLastLines(count: number): readonly string[]
}

/**
 * The app’s log in `directory`: three files of 1 MB, each line one JSON object. electron-log’s own entry for Node: the one for
 * Electron would open a channel for pages, which nobody may use here. A log that cannot be written stops nothing.
 */
export function createElectronFileLog(directory: string, maxFileBytes = maxBytes): FileLog {
  // Where the library tells of its own troubles: the stack that it would print there helps nobody.
  electronLog.transports.console.writeFn = () => void process.stderr.write('The log file cannot be written.\n')
  const logger = electronLog.create({ logId: directory })
  const { console: terminal, file } = logger.transports
  terminal.level = false
  file.level = 'info'
  file.setAppName('Saihakko Desk')
  file.resolvePathFn = () => join(directory, fileNames[0])
  file.maxSize = maxFileBytes
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  // Our lines are finished; its own transforms would colour and wrap them.
  file.transforms = [({ data }) => data]
  file.archiveLogFn = () => rotate(directory)

  // SECURITY: S-23. Whatever a caller passes, nothing is written that was not looked through.
  const write =
    (level: 'info' | 'warn'): LogPort['info'] =>
    (event, facts) =>
      logger[level](formatLogLine(level, new Date().toISOString(), event, facts))
  return {
    info: write('info'),
    warn: write('warn'),
    readLastLines: (count) =>
      readLines(directory)
        .slice(-count)
        .flatMap((line) => redactLogLine(line) ?? []),
  }
}

/** Moves each file to the next older name; what was the oldest is gone. */
function rotate(directory: string): void {
  const paths = fileNames.map((name) => join(directory, name))
  try {
    for (const [index, path] of [...paths.entries()].toReversed()) {
      const older = paths[index + 1]
      if (older !== undefined && existsSync(path)) renameSync(path, older)
    }
  } catch {
    // Where it cannot be renamed it begins anew: rather a short log than one that fills the disk.
    emptyFile(join(directory, fileNames[0]))
  }
}

function emptyFile(path: string): void {
  try {
    closeSync(openSync(path, 'w', 0o600))
  } catch {
    // Whoever writes next is told by electron-log, on standard error.
  }
}

function readLines(directory: string): string[] {
  return fileNames.toReversed().flatMap((name) => {
    try {
      return readFileSync(join(directory, name), 'utf8').split(/\r?\n/).filter(Boolean)
    } catch {
      return []
    }
  })
}
