import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files below `dir` that hold one of `texts`, as UTF-8 or UTF-16. It cannot look into what is compressed. */
export function findFilesHolding(dir: string, texts: readonly string[]): string[] {
  const sought = texts.flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')])
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const content = readFileSync(file)
      return sought.some((bytes) => content.includes(bytes))
    })
}

/** The arguments and environments of every process on this machine that hold one of `texts` (Linux). */
export function findProcessesHolding(texts: readonly string[]): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => ['cmdline', 'environ'].map((part) => `/proc/${pid}/${part}`))
    .filter((file) => {
      try {
        const content = readFileSync(file, 'utf8')
        return texts.some((text) => content.includes(text))
      } catch {
        return false // It ended meanwhile, or is not ours to read.
      }
    })
}
