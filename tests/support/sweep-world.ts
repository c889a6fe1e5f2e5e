import { randomUUID } from 'node:crypto'
import type { Operation } from '../../src-shared/api/routes.ts'
import type { Actor } from './authorisation-expectations.ts'
import { seedSession, type SessionOwner, type SessionState } from './seeded-sessions.ts'
import { seedVerification } from './seeded-verifications.ts'
import { people } from './server-fixtures.ts'
import type { TestServer } from './test-server.ts'

/** Who acts; the disabled ones exist for their sessions alone. */
const owners: Readonly<Record<Actor, SessionOwner>> = {
  staff: people.staff,
  administrator: people.administrator,
  helpdesk: people.helpdesk,
  auditor: people.otherHelpdesk,
}
const disabledOwnerOf = (actor: Actor): SessionOwner => ({
  memberId: owners[actor].memberId,
  userId: `U-GONE-${actor.toUpperCase()}`,
})

/** Users as targets, by what they are to M-A’s administrator. */
const userIds = new Map<string, string>([
  ['staff', people.colleague.userId],
  ['administrator', people.otherAdministrator.userId],
  ['disabledStaff', people.disabledStaff.userId],
  ['foreignStaff', people.foreignStaff.userId],
  ['foreignAdministrator', people.foreignAdministrator.userId],
  ['foreignDisabledAdministrator', people.disabledAdministrator.userId],
  ['helpdesk', 'U-H-THIRD'],
  ['unknown', 'U-NOBODY'],
])

export interface SweptRequest {
  readonly token: string | undefined
  /** What the parameters of the path stand for. */
  readonly parameters: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface SweepWorld {
  /** A request that is well-formed, so that nothing but session, role and target decides. */
  prepare(operation: Operation, actor: Actor, state: SessionState, target: string): Promise<SweptRequest>
}

/** Adds what the sweep needs to the people of the tests. */
export async function createSweepWorld({ db, clock }: TestServer): Promise<SweepWorld> {
  const at = clock.now()
  const base = { user_name: 'x', registered_at: at, state: 'disabled' } as const
  const gone = (actor: Actor, role: 'staff' | 'administrator' | 'helpdesk') => {
    const { memberId, userId } = disabledOwnerOf(actor)
    return { ...base, member_id: memberId, user_id: userId, login_id: userId, role, is_auditor: actor === 'auditor' }
  }
  const third = { ...base, member_id: 'M-H', user_id: 'U-H-THIRD', login_id: 'HD000003', role: 'helpdesk' } as const
  await db
    .insertInto('users')
    .values([
      gone('staff', 'staff'),
      gone('administrator', 'administrator'),
      gone('helpdesk', 'helpdesk'),
      gone('auditor', 'helpdesk'),
      { ...third, state: 'active' },
    ])
    .execute()
  await db.updateTable('users').set({ is_auditor: true }).where('user_id', '=', people.otherHelpdesk.userId).execute()
  const reissueIds = {
    own: await insertReissue(db, people.disabledStaff, people.helpdesk, at),
    ownByAdministrator: await insertReissue(db, people.disabledStaff, people.administrator, at),
    foreign: await insertReissue(db, people.foreignStaff, people.helpdesk, at),
    unknown: randomUUID(),
  }
  const readReissueId = (target: string): string => new Map(Object.entries(reissueIds)).get(target) ?? reissueIds.own

  const findUserId = (actor: Actor, target: string): string =>
    target === 'self' ? owners[actor].userId : (userIds.get(target) ?? people.colleague.userId)

  return {
    async prepare(operation, actor, state, target) {
      const owner = state === 'disabled' ? disabledOwnerOf(actor) : owners[actor]
      const userId = findUserId(actor, target)
      const verificationId = await insertVerification(db, operation, actor, target, clock.now())
      return {
        token: await seedSession(db, owner, state, clock.now()),
        parameters: { userId, reissueId: readReissueId(target), verificationId },
        body: bodyOf(operation, userId),
      }
    },
  }
}

function bodyOf(operation: Operation, userId: string): unknown {
  const bodies: Partial<Record<Operation, unknown>> = {
    // An own ID each time, so that no throttle is in the way.
    logIn: { loginId: `nobody-${randomUUID()}`, password: 'nothing' },
    choosePassword: { currentPassword: 'not this one', newPassword: 'my very own sentence' },
    reissuePassword: { temporaryPassword: 'Tk7mQx93Rw' },
    recordHandover: { kind: 'copied' },
    startVerification: { userId },
    answerVerification: { fact: 'phone', answer: '03-7181-1111' },
    concludeVerification: { callerIsAdministrator: false, callbackNumberId: null, outcome: 'failed' },
    decideVerification: { decision: 'approve' },
  }
  return bodies[operation]
}

type Db = TestServer['db']

async function insertReissue(db: Db, user: SessionOwner, issuer: SessionOwner, at: Date): Promise<string> {
  const reissueId = randomUUID()
  await db
    .insertInto('reissues')
    .values({
      member_id: user.memberId,
      reissue_id: reissueId,
      user_id: user.userId,
      issued_by_member_id: issuer.memberId,
      issued_by_user_id: issuer.userId,
      issued_at: at,
      expires_at: at,
      origin: 'generated',
      verification_id: null,
      note: null,
      used_at: null,
      superseded_at: null,
    })
    .execute()
  return reissueId
}

/** A verification of the kind that the target names: one’s own, another operator’s, or one that waits for a second person. */
async function insertVerification(
  db: Db,
  operation: Operation,
  actor: Actor,
  target: string,
  at: Date,
): Promise<string> {
  const isAddressed = operation.endsWith('Verification') && operation !== 'startVerification'
  if (!isAddressed || target === 'unknown') return randomUUID()
  const another = actor === 'auditor' ? people.helpdesk : people.otherHelpdesk
  const isOperator = actor === 'helpdesk' || actor === 'auditor'
  const operator = target === 'mine' && isOperator ? owners[actor] : another
  const kind =
    target === 'awaiting' ? ({ state: 'passed', approval: 'awaited' } as const) : ({ state: 'open' } as const)
  return seedVerification(db, { operator, target: people.otherAdministrator, ...kind }, at)
}
