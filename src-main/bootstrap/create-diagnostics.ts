import { release } from 'node:os'
import { electronSaveFile } from '../adapters/electron-save-file.ts'
import { systemTimer } from '../adapters/system-timer.ts'
import { createDiagnosticsService, type DiagnosticsService } from '../services/diagnostics-service.ts'
import type { DiagnosticsDependencies } from '../services/diagnostics-service.ts'
import type { DiagnosticsFacts } from '../services/diagnostics-text.ts'

export interface DiagnosticsParts extends Pick<DiagnosticsDependencies, 'readLogLines'> {
  readonly readFacts: () => Promise<Omit<DiagnosticsFacts, 'at' | 'logLines' | 'system'>>
}

export function createDiagnostics({ readFacts, readLogLines }: DiagnosticsParts): DiagnosticsService {
  return createDiagnosticsService({
    readFacts: async () => ({ ...(await readFacts()), system: describeSystem() }),
    readLogLines,
    files: electronSaveFile,
    timer: systemTimer,
  })
}

function describeSystem(): Record<string, string> {
  const { electron, chrome, node } = process.versions
  return { OS: `${process.platform} ${release()} ${process.arch}`, Electron: electron, Chromium: chrome, Node: node }
}
