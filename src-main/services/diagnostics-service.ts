import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { SaveFilePort } from '../ports/save-file-port.ts'
import type { TimerPort } from '../ports/timer-port.ts'
import { writeDiagnostics, type DiagnosticsFacts } from './diagnostics-text.ts'

const maxLogLines = 200

export interface DiagnosticsDependencies {
  readonly readFacts: () => Promise<Omit<DiagnosticsFacts, 'at' | 'logLines'>>
  /** The last lines of the log, redacted once more. */
  readonly readLogLines: (count: number) => readonly string[]
  readonly files: SaveFilePort
  readonly timer: Pick<TimerPort, 'now'>
}

interface Diagnostics {
  readonly fileName: string
  readonly text: string
}

export type DiagnosticsService = ReturnType<typeof createDiagnosticsService>

/** Gathers what helps to find a fault; it is read by the person before it is saved, and exactly that is saved (E46). */
export function createDiagnosticsService({ readFacts, readLogLines, files, timer }: DiagnosticsDependencies) {
  let shown: Diagnostics | undefined
  return {
    async read(): Promise<Diagnostics> {
      const facts = await readFacts()
      const at = timer.now().toISOString()
      const fileName = `saihakko-desk-diagnostics-${at.slice(0, 10)}.txt`
      shown = { fileName, text: writeDiagnostics({ ...facts, at, logLines: readLogLines(maxLogLines) }) }
      return shown
    },

    /** Fails with `file_not_written`, also when nothing has been shown that could be saved. */
    async save(): Promise<{ readonly isSaved: boolean }> {
      if (!shown) throw new AppError('file_not_written')
      try {
        return { isSaved: await files.save(shown.fileName, shown.text) }
      } catch (cause) {
        throw new AppError('file_not_written', {}, { cause })
      }
    },
  }
}
