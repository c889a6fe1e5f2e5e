import { sql, type Kysely, type RawBuilder } from 'kysely'
import { handoverKinds, type HandoverKind } from '../../../src-shared/api/handover-kinds.ts'
import type { Handover } from '../../../src-shared/api/reissues.ts'
import type { Tables } from '../../database/tables.ts'

export interface NotedHandover {
  readonly memberId: string
  readonly reissueId: string
  readonly kind: HandoverKind
}

/** How temporary passwords were handed over: each way once, never changed afterwards (P24). */
export const createHandoverRepository = (db: Kysely<Tables>) => ({
  /** Whether it was new. Who comes at the same moment with the same waits, and then finds it there. */
  insert: async ({ memberId, reissueId, kind }: NotedHandover, at: Date): Promise<boolean> => {
    const row = { member_id: memberId, reissue_id: reissueId, kind, handed_over_at: at }
    const inserted = await db
      .insertInto('reissue_handovers')
      .values(row)
      .onConflict((conflict) => conflict.columns(['member_id', 'reissue_id', 'kind']).doNothing())
      .returning('kind')
      .execute()
    return inserted.length > 0
  },
})

/** As JSON: what way, and an ISO 8601 instant. */
export type StoredHandover = readonly [kind: HandoverKind, at: string]

/**
 * The handovers of the reissue in `page` as one value of its row, in no order, looked up by their key; null when there are
 * none. Sorting and writing the instants is left to the server: for a page of the history it takes the database longer.
 */
export const selectHandovers: RawBuilder<readonly StoredHandover[] | null> = sql`(
  select json_agg(json_build_array(h.kind, h.handed_over_at)) from reissue_handovers h
  where h.member_id = page.member_id and h.reissue_id = page.reissue_id)`

/** Oldest first; of the same instant in the usual order. */
export const orderHandovers = (stored: readonly StoredHandover[]): Handover[] =>
  stored
    .map(([kind, at]) => ({ kind, at: new Date(at).toISOString() }))
    .toSorted((a, b) => a.at.localeCompare(b.at) || handoverKinds.indexOf(a.kind) - handoverKinds.indexOf(b.kind))
