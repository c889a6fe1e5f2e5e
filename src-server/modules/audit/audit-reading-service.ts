import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { AuditEvent as ShownEvent, AuditPage, AuditProof } from '../../../src-shared/api/audit.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { Tables } from '../../database/tables.ts'
import type { Caller, RequestOrigin } from '../../plugins/request-context.ts'
import type { CursorBinding, ListCursors } from '../../security/list-cursor.ts'
import { createAuditRepository, type AuditRecord } from './audit-repository.ts'
import type { AuditService } from './audit-service.ts'

export interface AuditQuery {
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly action?: string | undefined
  readonly outcome?: 'done' | 'refused' | undefined
  readonly memberId?: string | undefined
  readonly userId?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface AuditReadingDependencies {
  readonly db: Kysely<Tables>
  readonly clock: () => Date
  readonly audit: AuditService
  readonly cursors: ListCursors
}

/** For callers whose right the route has checked. Who watches is watched: nothing is shown that is not recorded (P21). */
export interface AuditReadingService {
  /** A page, newest first; throws AppError `invalid_cursor`. */
  listEvents(caller: Caller, query: AuditQuery, origin: RequestOrigin): Promise<AuditPage>
  /** The head of the chain just after this reading, whose own event it covers. */
  readProof(caller: Caller, origin: RequestOrigin): Promise<AuditProof>
}

const positionSchema = z.strictObject({ seq: z.int().positive() })
const conditions = ['since', 'until', 'action', 'outcome', 'memberId', 'userId'] as const

export function createAuditReadingService(deps: AuditReadingDependencies): AuditReadingService {
  const { db, clock, audit, cursors } = deps

  const openCursor = async (binding: CursorBinding, cursor: string, caller: Caller, origin: RequestOrigin) => {
    try {
      return cursors.open(binding, cursor, positionSchema)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const details = { list: 'events', code: error.code }
      await audit.append(db, { action: 'read_audit', outcome: 'refused', actor: caller, origin, details })
      throw error
    }
  }

  return {
    async listEvents(caller, { cursor, limit, ...asked }, origin) {
      const binding = { callerId: caller.userId, list: 'audit', query: conditions.map((name) => asked[name]) }
      const position = cursor === undefined ? undefined : await openCursor(binding, cursor, caller, origin)
      const { since, until, action, outcome, memberId, userId } = asked
      const filter = {
        since: toDate(since),
        until: toDate(until),
        action: toId(action),
        outcome,
        memberId: toId(memberId),
        userId: toId(userId),
      }
      const repository = createAuditRepository(db)
      // One row more than asked for tells whether there is another page.
      const rows = await repository.list(filter, limit + 1, position?.seq)
      const shown = rows.slice(0, limit)
      const last = rows.length > limit ? shown.at(-1) : undefined
      const total = await repository.count(filter)
      // SECURITY: P22. Which conditions were used, never what was typed into them.
      const fields = conditions.filter((name) => asked[name] !== undefined).join(' ')
      const details = { list: 'events', fields, shown: shown.length, isFirstPage: position === undefined }
      await audit.append(db, { action: 'read_audit', outcome: 'done', actor: caller, origin, details })
      return {
        items: shown.map(describeEvent),
        total,
        nextCursor: last ? cursors.seal(binding, { seq: last.seq }) : null,
      }
    },

    readProof: (caller, origin) =>
      db.transaction().execute(async (tx) => {
        const details = { list: 'proof' }
        await audit.append(tx, { action: 'read_audit', outcome: 'done', actor: caller, origin, details })
        return readAuditProof(tx, clock())
      }),
  }
}

/** The head of the chain as it is now, to be kept elsewhere. Throws AppError `internal_error` when it was taken away. */
export async function readAuditProof(db: Kysely<Tables>, at: Date): Promise<AuditProof> {
  const head = await createAuditRepository(db).readHead()
  if (!head) throw new AppError('internal_error', { detail: 'the audit has no head: run audit verify' })
  return { seq: Number(head.seq), hash: head.hash, at: at.toISOString() }
}

const toDate = (instant: string | undefined): Date | undefined =>
  instant === undefined ? undefined : new Date(instant)

/** U1: full-width input is taken as half-width where an ID is expected. Blank means: no condition. */
const toId = (typed: string | undefined): string | undefined => {
  const id = typed?.normalize('NFKC').trim()
  return id === '' ? undefined : id
}

function describeEvent(row: AuditRecord): ShownEvent {
  const actor = describeUser(row.actor_member_id, row.actor_user_id)
  const target = describeUser(row.target_member_id, row.target_user_id)
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    action: row.action,
    outcome: row.outcome,
    ...(actor ? { actor } : {}),
    ...(target ? { target } : {}),
    ...(row.request_id === null ? {} : { requestId: row.request_id }),
    ...(row.remote_address === null ? {} : { remoteAddress: row.remote_address }),
    details: describeDetails(row.details),
    hash: Buffer.from(row.hash).toString('hex'),
  }
}

const describeUser = (memberId: string | null, userId: string | null) =>
  memberId === null || userId === null ? undefined : { memberId, userId }

const detailsSchema = z.record(z.string(), z.unknown())
const plainSchema = z.union([z.string(), z.number(), z.boolean()])

/** The server writes plain values only; whatever else somebody put there must not keep the rest from being read. */
function describeDetails(details: unknown): ShownEvent['details'] {
  const entries = Object.entries(detailsSchema.safeParse(details).data ?? {})
  return Object.fromEntries(
    entries.map(([name, value]) => [name, plainSchema.safeParse(value).data ?? JSON.stringify(value)]),
  )
}
