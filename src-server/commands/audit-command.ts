import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { readConfiguration } from '../config/read-configuration.ts'
import type { BreakKind, ChainHead } from '../modules/audit/audit-chain-policy.ts'
import { readAuditProof } from '../modules/audit/audit-reading-service.ts'
import { verifyAuditChain, type AuditVerdict } from '../modules/audit/audit-verification-service.ts'
import { exitCodes, type Command } from './command.ts'
import { inspectDatabase } from './open-configured-database.ts'
import { configOption, parseArguments } from './parse-arguments.ts'
import type { Terminal } from './terminal.ts'

export const auditCommand: Command = {
  summary: 'audit verify [--head FILE]       walk the chain of the audit; "audit head" prints its end',
  help: `saihakko-server audit verify [--head FILE] [--config FILE]
saihakko-server audit head [--config FILE]

verify recomputes the hash of every event and names the first that was changed, left out or exchanged (exit code 1). It may
run while the service does. Neither writes anything; a database of another version is refused, not migrated.
head prints the last link as one line of JSON. Keep such lines elsewhere, where whoever can write to the database cannot:
without one, nobody can tell a chain that was cut off at its end, or written anew as a whole.

  --head FILE     lines printed by "audit head" before; each must still be in the chain`,

  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, { ...configOption, head: { type: 'string' } }, 1)
    const [act] = positionals
    if (act !== 'verify' && act !== 'head') throw new AppError('usage', { detail: 'audit verify, or audit head' })
    if (act === 'head' && values.head !== undefined)
      throw new AppError('usage', { detail: '--head is for audit verify' })
    const configuration = readConfiguration(terminal.env, values.config)
    const recorded = values.head === undefined ? [] : await readHeads(values.head)
    return inspectDatabase(configuration, async ({ db }) => {
      if (act === 'head') {
        terminal.print(JSON.stringify(await readAuditProof(db, new Date())))
        return exitCodes.done
      }
      const onProgress = (events: number): void => terminal.showProgress(`${events} events checked …`)
      const verdict = await verifyAuditChain({ db, recorded, onProgress })
      terminal.clearProgress()
      return tellVerdict(verdict, recorded.length, terminal)
    })
  },
}

const headLineSchema = z.strictObject({
  seq: z.int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.string().optional(),
})

/** Lines `{seq, hash, at}`, blank ones left out. Throws AppError `file_unreadable`, also for a file without any. */
async function readHeads(path: string): Promise<ChainHead[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('file_unreadable', { detail: path }, { cause })
  })
  const heads = text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [readHead(line, `${path}, line ${index + 1}`)]))
  if (heads.length === 0) throw new AppError('file_unreadable', { detail: `${path} holds no head` })
  return heads
}

function readHead(line: string, place: string): ChainHead {
  const read = headLineSchema.safeParse(parseJson(line))
  if (!read.success) throw new AppError('file_unreadable', { detail: `${place} is not a line of "audit head"` })
  return { seq: String(read.data.seq), hash: read.data.hash }
}

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    return undefined
  }
}

const meanings: Readonly<Record<BreakKind, string>> = {
  missing: 'does not follow the event before it: events between them are missing',
  unlinked: 'does not follow the event before it: events were exchanged, put in or rewritten',
  changed: 'is not what was recorded: it was changed',
  head_differs:
    'is where the database says that the chain ends, but it does not: events at the end are missing or put in',
  recorded_missing: 'is a recorded head that the chain does not reach: events at the end are missing',
  recorded_differs: 'is not the recorded head: the chain was rewritten',
}

function tellVerdict(verdict: AuditVerdict, recorded: number, terminal: Terminal): number {
  if (verdict.intact) {
    const { events, head } = verdict
    const kept = recorded === 0 ? 'no recorded head to compare with' : `${recorded} recorded in it`
    terminal.print(`intact: ${countEvents(events)}, head ${head.seq} ${head.hash}, ${kept}`)
    return exitCodes.done
  }
  const { events, found, row } = verdict
  const what = row ? ` (${row.action}, ${row.at})` : ''
  terminal.tell(`broken: event ${found.seq}${what} ${meanings[found.kind]}`)
  terminal.tell(`${countEvents(events)} before that: intact, up to event ${found.after}`)
  return exitCodes.failed
}

const countEvents = (events: number): string => `${events} ${events === 1 ? 'event' : 'events'}`
