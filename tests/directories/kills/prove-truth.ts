import { isDeepStrictEqual } from 'node:util'
import type { Kysely } from 'kysely'
import { expect } from 'vitest'
import { z } from 'zod'
import type { Tables } from '../../../src-server/database/tables.ts'
import { findBrokenInvariants } from '../../support/check-invariants.ts'
import {
  callServer,
  describeOutcome,
  finishReissue,
  sendReissue,
  type Outcome,
  type ReissueOrder,
} from '../../support/desk-client.ts'
import type { DirectoryWorld, TestAccount } from '../worlds/directory-world.ts'

/** One user of the directory, and the only reissue that is ever asked for them. */
export interface DirectoryOrder {
  readonly account: TestAccount
  readonly order: ReissueOrder
}

/** The two systems, and a session of the operator who has asked. */
export interface TwoSystems {
  readonly world: DirectoryWorld
  readonly db: Kysely<Tables>
  readonly url: string
  readonly token: string
}

/** Which password the directory takes; `unforced`: the temporary one, and nobody has to change it. */
export type WorkingPassword = 'former' | 'temporary' | 'unforced'

/**
 * Proves that directory, database and service say one thing of a user: either the password that they had works and nothing
 * was reissued, or the temporary one does and was reissued, audited and told once. Nothing may be open any more. 389 DS writes
 * down that a change is due after the password, and may end between the two: then the reissue is there and not in force.
 */
export async function proveOneTruth(systems: TwoSystems, { account, order }: DirectoryOrder): Promise<WorkingPassword> {
  const { world, db, url, token } = systems
  const signIns = [await world.signIn(account, account.password), await world.signIn(account, order.temporaryPassword)]
  const working = possible[signIns.join()]
  if (working === undefined || (working === 'unforced' && world.name !== '389 DS')) throw new Error(signIns.join())
  const told = await callServer(url, 'GET', `/api/v1/users/${order.userId}`, { token })
  const shown = userSchema.parse(told.kind === 'answered' ? JSON.parse(told.text) : told)
  expect({ shown: shown.passwordState, ...(await countTraces(db, order.userId)) }).toEqual(traces[working])
  return working
}

const possible: Readonly<Record<string, WorkingPassword>> = {
  'works,refused': 'former',
  'refused,must_change': 'temporary',
  'refused,works': 'unforced',
}
const once = { audited: 1, notices: 1, open: 0, applied: 1 }
const traces = {
  former: { shown: 'active', inForce: 0, audited: 0, notices: 0, open: 0, applied: 0 },
  temporary: { shown: 'temporary', inForce: 1, ...once },
  unforced: { shown: 'active', inForce: 0, ...once },
} as const satisfies Record<WorkingPassword, object>

const userSchema = z.object({ passwordState: z.string() })

/** What the database holds of the reissues of one user. */
async function countTraces(db: Kysely<Tables>, userId: string) {
  const count = async (rows: Promise<readonly unknown[]>): Promise<number> => (await rows).length
  const intents = await db.selectFrom('reissue_intents').select('status').where('user_id', '=', userId).execute()
  return {
    inForce: await count(
      db
        .selectFrom('reissues')
        .select('reissue_id')
        .where('user_id', '=', userId)
        .where('superseded_at', 'is', null)
        .execute(),
    ),
    audited: await count(
      db
        .selectFrom('audit_events')
        .select('seq')
        .where('target_user_id', '=', userId)
        .where('action', '=', 'reissue_password')
        .where('outcome', '=', 'done')
        .execute(),
    ),
    notices: await count(
      db.selectFrom('notification_outbox').select('kind').where('recipient_user_id', '=', userId).execute(),
    ),
    open: intents.filter(({ status }) => status === 'requested').length,
    applied: intents.filter(({ status }) => status === 'applied' || status === 'unconfirmed').length,
  }
}

/** The app asks once more under its key: it is done then if it was not, the answer is the same ever after, and all is sound. */
export async function proveRepeatable(systems: TwoSystems, sent: DirectoryOrder, first?: Outcome): Promise<void> {
  const { url, token, db, world } = systems
  const isUnforced = (await world.signIn(sent.account, sent.order.temporaryPassword)) === 'works'
  if (isUnforced) await proveUnforced(systems, sent)
  else {
    const second = await finishReissue(url, token, sent.order)
    expect(await sendReissue(url, token, sent.order)).toEqual({ ...second, isReplay: true })
    expect(first).toSatisfy((told) => !isDone(told) || isDeepStrictEqual({ ...told, isReplay: true }, second))
    expect(await proveOneTruth(systems, sent)).toBe('temporary')
  }
  expect(await findBrokenInvariants(db)).toEqual([])
}

const isDone = (told: Outcome | undefined): boolean => told?.kind === 'answered' && told.status === 201

/** That nobody would have to change it is told, whenever it is asked for; it is not handed out. */
async function proveUnforced(systems: TwoSystems, sent: DirectoryOrder): Promise<void> {
  const answer = await sendReissue(systems.url, systems.token, sent.order)
  expect(describeOutcome(answer)).toBe('409 directory_change_not_forced')
  expect(await proveOneTruth(systems, sent)).toBe('unforced')
}
