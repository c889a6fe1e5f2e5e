import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RouteDefinition } from '../../../src-shared/api/route.ts'
import { routes, type Operation } from '../../../src-shared/api/routes.ts'
import {
  byStaff,
  anyId,
  onUser,
  ownActs,
  ownSession,
  type Case,
  type CaseRequest,
  type Nothing,
} from '../../support/audit-cases.ts'
import { passwordOf, people, type PersonName } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type Answer, type TestServer } from '../../support/test-server.ts'
import { stepsOf } from '../../support/verification-steps.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await server.db.updateTable('users').set({ is_auditor: true }).where('user_id', '=', people.helpdesk.userId).execute()
})
afterAll(() => server.close())

const tokens = new Map<PersonName, string>()
/** One session of each person for as long as nothing ends it. */
async function tokenOf(name: PersonName): Promise<string> {
  const token = tokens.get(name) ?? (await server.logIn(name))
  tokens.set(name, token)
  return token
}

const helpdeskSteps = async () => stepsOf(server, await tokenOf('helpdesk'))

async function startVerification(): Promise<{ as: PersonName; params: { verificationId: string } }> {
  return { as: 'helpdesk', params: { verificationId: await (await helpdeskSteps()).open('administrator') } }
}

/** A passed one that waits for a second person. */
async function awaitApproval() {
  await server.db.updateTable('policy').set({ second_person_for_administrators: true }).execute()
  const verificationId = await (await helpdeskSteps()).pass('administrator')
  await server.db.updateTable('policy').set({ second_person_for_administrators: false }).execute()
  return { as: 'helpdesk', params: { verificationId } } as const
}

async function issueForColleague() {
  const issued = await reissue(server, await tokenOf('administrator'), people.colleague.userId, 'Tk7mQx93Rw')
  const { reissueId } = z.object({ reissueId: z.string() }).parse(issued.body)
  return { params: { reissueId }, body: { kind: 'copied' } } as const
}

const failed = { callerIsAdministrator: false, callbackNumberId: null, outcome: 'failed' }
const passed = { callerIsAdministrator: true, callbackNumberId: null, outcome: 'passed' }
const unknownVerification = { as: 'helpdesk', params: anyId } as const

/** Every route of the contract, done and refused. A new route does not compile until it stands here. */
const table: Readonly<Record<Operation, { readonly done: Case | Nothing; readonly refused: Case | Nothing }>> = {
  logIn: {
    done: {
      action: 'log_in',
      target: 'colleague',
      request: () => ({ body: { loginId: people.colleague.loginId, password: passwordOf('colleague') } }),
    },
    refused: {
      action: 'log_in',
      code: 'invalid_credentials',
      target: 'colleague',
      request: () => ({ body: { loginId: people.colleague.loginId, password: 'wrong' } }),
    },
  },
  readSession: { done: { none: ownSession }, refused: { none: ownSession } },
  logOut: {
    done: { action: 'log_out', request: async () => ({ token: await server.logIn('colleague') }) },
    refused: { none: ownSession },
  },
  logOutEverywhere: {
    done: { action: 'log_out_everywhere', request: async () => ({ token: await server.logIn('colleague') }) },
    refused: { none: ownSession },
  },
  choosePassword: {
    done: {
      action: 'choose_password',
      target: 'otherAdministrator',
      request: () => ({
        as: 'otherAdministrator',
        body: { currentPassword: passwordOf('otherAdministrator'), newPassword: 'my very own sentence' },
      }),
    },
    refused: {
      action: 'choose_password',
      code: 'password_policy',
      target: 'staff',
      request: () => ({ as: 'staff', body: { currentPassword: passwordOf('staff'), newPassword: 'short' } }),
    },
  },
  readPolicy: { done: { none: ownSession }, refused: { none: ownSession } },
  searchUsers: {
    done: { none: 'every keystroke is a search; what is opened from the list is read_user (decision 0010)' },
    refused: byStaff,
  },
  readUser: {
    done: { action: 'read_user', target: 'colleague', request: onUser('administrator', 'colleague') },
    refused: { action: 'read_user', code: 'not_found', request: onUser('administrator', 'foreignStaff') },
  },
  suggestTemporaryPassword: {
    done: { action: 'suggest_temporary_password', target: 'colleague', request: onUser('administrator', 'colleague') },
    refused: {
      action: 'suggest_temporary_password',
      code: 'helpdesk_required',
      target: 'otherAdministrator',
      request: onUser('administrator', 'otherAdministrator'),
    },
  },
  reissuePassword: {
    done: {
      action: 'reissue_password',
      target: 'colleague',
      request: onUser('administrator', 'colleague', { temporaryPassword: 'Tk7mQx93Rw' }),
    },
    refused: {
      action: 'reissue_password',
      code: 'verification_required',
      target: 'administrator',
      request: onUser('helpdesk', 'administrator', { temporaryPassword: 'Tk7mQx93Rw' }),
    },
  },
  listReissues: { done: { none: ownActs }, refused: byStaff },
  readReissue: { done: { none: ownActs }, refused: byStaff },
  readReissueStatistics: { done: { none: ownActs }, refused: byStaff },
  recordHandover: {
    done: {
      action: 'record_handover',
      target: 'colleague',
      request: async () => ({ as: 'administrator', ...(await issueForColleague()) }),
    },
    refused: {
      action: 'record_handover',
      code: 'forbidden_role',
      target: 'colleague',
      request: async () => ({ as: 'otherHelpdesk', ...(await issueForColleague()) }),
    },
  },
  startVerification: {
    done: {
      action: 'start_verification',
      target: 'administrator',
      request: () => ({ as: 'helpdesk', body: { userId: people.administrator.userId } }),
    },
    refused: {
      action: 'start_verification',
      code: 'administrator_required',
      target: 'staff',
      request: () => ({ as: 'helpdesk', body: { userId: people.staff.userId } }),
    },
  },
  answerVerification: {
    done: {
      action: 'answer_verification',
      target: 'administrator',
      request: async () => ({ ...(await startVerification()), body: { fact: 'phone', answer: 'no idea' } }),
    },
    refused: {
      action: 'answer_verification',
      code: 'not_found',
      request: () => ({ ...unknownVerification, body: { fact: 'phone', answer: 'no idea' } }),
    },
  },
  concludeVerification: {
    done: {
      action: 'conclude_verification',
      target: 'administrator',
      request: async () => ({ ...(await startVerification()), body: failed }),
    },
    refused: {
      action: 'conclude_verification',
      code: 'verification_incomplete',
      target: 'administrator',
      request: async () => ({ ...(await startVerification()), body: passed }),
    },
  },
  listVerifications: { done: { none: ownActs }, refused: byStaff },
  readVerification: { done: { none: ownActs }, refused: byStaff },
  decideVerification: {
    done: {
      action: 'decide_verification',
      target: 'administrator',
      request: async () => ({ ...(await awaitApproval()), as: 'otherHelpdesk', body: { decision: 'approve' } }),
    },
    refused: {
      action: 'decide_verification',
      code: 'forbidden_role',
      target: 'administrator',
      request: async () => ({ ...(await awaitApproval()), body: { decision: 'approve' } }),
    },
  },
  listAuditEvents: {
    done: { action: 'read_audit', request: () => ({ as: 'helpdesk' }) },
    refused: { action: 'call_route', code: 'forbidden_role', request: () => ({ as: 'otherHelpdesk' }) },
  },
  readAuditProof: {
    done: { action: 'read_audit', request: () => ({ as: 'helpdesk' }) },
    refused: { action: 'call_route', code: 'forbidden_role', request: () => ({ as: 'administrator' }) },
  },
}

const definitions: Readonly<Record<Operation, RouteDefinition>> = routes
const isOperation = (name: string): name is Operation => Object.hasOwn(routes, name)

const sides = Object.entries(table).flatMap(([operation, { done, refused }]) =>
  isOperation(operation)
    ? [
        { operation, side: 'done', step: done },
        { operation, side: 'refused', step: refused },
      ]
    : [],
)

const readEventsAfter = (seq: number) =>
  server.db.selectFrom('audit_events').selectAll().where('seq', '>', seq).orderBy('seq').execute()
const readSeq = async (): Promise<number> =>
  (await server.db.selectFrom('audit_head').select('seq').executeTakeFirstOrThrow()).seq

async function callRoute({ method, path }: RouteDefinition, request: CaseRequest): Promise<Answer> {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => request.params?.[name] ?? `no ${name}`)
  const token = request.token ?? (request.as === undefined ? undefined : await tokenOf(request.as))
  return server.call(method, `/api/v1${filled}`, {
    token,
    body: request.body,
    headers: { 'idempotency-key': randomUUID() },
  })
}

/** Calls a route as its case says; gives what was answered and recorded, and what should have been recorded. */
async function play(operation: Operation, { action, code, target, request }: Case) {
  const prepared = await request()
  if (prepared.as) await tokenOf(prepared.as)
  const [actor, subject] = [prepared.as && people[prepared.as], target && people[target]]
  const before = await readSeq()
  const answer = await callRoute(definitions[operation], prepared)
  const expected = {
    seq: before + 1,
    at: server.clock.now(),
    action,
    outcome: code === undefined ? 'done' : 'refused',
    request_id: answer.headers.get('x-request-id'),
    remote_address: '127.0.0.1',
    ...(actor ? { actor_user_id: actor.userId, actor_member_id: actor.memberId } : {}),
    target_user_id: subject?.userId ?? null,
    target_member_id: subject?.memberId ?? null,
    details: code === undefined ? {} : { code },
  }
  return { answer, events: await readEventsAfter(before), expected }
}

describe('every decision, denial and view of a user leaves its event (P21)', () => {
  it('the table names every route of the contract, with an event or the reason why there is none', () => {
    expect(Object.keys(routes).toSorted()).toEqual(Object.keys(table).toSorted())
    const reasons = sides.flatMap(({ step }) => ('none' in step ? [step.none] : []))
    expect(reasons.every((reason) => reason.length > 20)).toBe(true)
    expect(sides.length - reasons.length).toBeGreaterThanOrEqual(32)
  })

  const recorded = sides.flatMap(({ step, ...rest }) => ('none' in step ? [] : [{ ...rest, step }]))
  it.each(recorded)('$operation, $side: exactly one event', async ({ operation, step }) => {
    const { answer, events, expected } = await play(operation, step)
    expect([answer.status < 400, codeOf(answer)]).toEqual([step.code === undefined, step.code])
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject(expected)
  })

  it('what leaves none really leaves none', async () => {
    const silent = sides.filter(({ side, step }) => side === 'done' && 'none' in step)
    expect(
      silent
        .map(({ operation }) => operation)
        .toSorted()
        .join(' '),
    ).toBe(
      'listReissues listVerifications readPolicy readReissue readReissueStatistics readSession readVerification searchUsers',
    )
    const { reissueId } = (await issueForColleague()).params
    const { params } = await startVerification()
    const before = await readSeq()
    for (const { operation } of silent) {
      const answer = await callRoute(definitions[operation], { as: 'helpdesk', params: { reissueId, ...params } })
      expect([operation, answer.status]).toEqual([operation, 200])
    }
    expect(await readEventsAfter(before)).toEqual([])
  })
})
