import type { LogFacts, LogPort } from '../../src-main/ports/log-port.ts'

export interface ListedLine {
  readonly level: 'info' | 'warn'
  readonly event: string
  readonly facts?: LogFacts
}

/** A log that only remembers. */
export function createListLog(): LogPort & { readonly lines: readonly ListedLine[] } {
  const lines: ListedLine[] = []
  const write = (level: ListedLine['level']) => (event: string, facts?: LogFacts) => {
    lines.push({ level, event, ...(facts === undefined ? {} : { facts }) })
  }
  return { lines, info: write('info'), warn: write('warn') }
}
