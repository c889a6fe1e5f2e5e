import { fastify, type FastifyRequest } from 'fastify'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RouteDefinition } from '../../../../src-shared/api/route.ts'
import { AppError } from '../../../../src-shared/errors/catalogue.ts'
import { createSessionCheck } from '../../../../src-server/plugins/authentication.ts'
import { sendFailure } from '../../../../src-server/plugins/problem-details.ts'
import type { Caller } from '../../../../src-server/plugins/request-context.ts'

const token = 'A'.repeat(43)
const at = new Date('2026-11-23T03:00:00.000Z')
const administrator: Caller = {
  sessionId: 'S',
  userId: 'U',
  loginId: 'L',
  userName: 'N',
  role: 'administrator',
  memberId: 'M',
  memberName: 'MN',
  timeZone: 'Asia/Tokyo',
  mustChangePassword: false,
  isAuditor: false,
  authenticatedAt: at,
  sessionCreatedAt: at,
  sessionExpiresAt: at,
  idleTimeoutSeconds: 900,
  rules: {
    temporaryPassword: { minLength: 10, maxLength: 32, defaultLength: 12 },
    newPassword: { minLength: 12, maxLength: 128 },
    reissue: { helpdeskMayReissueStaff: false },
    secondPersonForAdministrators: false,
    reauthenticationSeconds: 900,
    operatorReissuesPerHour: 60,
    securityContactEmail: null,
    offlineReviewDays: 0,
    mayEdit: () => false,
  },
}
const forAnybody: RouteDefinition = {
  method: 'GET',
  path: '/thing',
  summary: '',
  session: 'full',
  success: { status: 204 },
  errors: [],
}

let opened: string[]
let denials: unknown[]
beforeEach(() => {
  opened = []
  denials = []
})

/** Calls a route behind the check; the handler answers with whom it was given. */
async function ask(definition: RouteDefinition, caller: Caller, authorization: string | undefined = `Bearer ${token}`) {
  const checkSession = createSessionCheck({
    openSession: async (given) => {
      opened.push(given)
      if (given !== token) throw new AppError('session_ended')
      return caller
    },
    recordDenial: async ({ userId }, operation, code) => void denials.push([userId, operation, code]),
  })
  const app = fastify()
  app.decorateRequest('caller', null)
  app.setErrorHandler(sendFailure)
  const tellCaller = async ({ caller: given }: FastifyRequest) => ({ userId: given?.userId })
  app.get('/', { onRequest: [checkSession(definition)] }, tellCaller)
  const answer = await app.inject({ url: '/', headers: authorization === '' ? {} : { authorization } })
  const { code, userId } = z.object({ code: z.string().optional(), userId: z.string().optional() }).parse(answer.json())
  return code ?? userId
}

describe('the session check (P4, P16)', () => {
  it('gives the handler the owner of the session and records nothing', async () => {
    expect(await ask(forAnybody, administrator)).toBe('U')
    expect([opened, denials]).toEqual([[token], []])
  })

  it('asks for a token of the right form before it asks for the session', async () => {
    for (const header of ['', 'Bearer', `Basic ${token}`, `Bearer ${token}x`])
      expect(await ask(forAnybody, administrator, header)).toBe('session_ended')
    expect([opened, denials]).toEqual([[], []])
  })

  it('refuses a session that is not live', async () => {
    expect(await ask(forAnybody, administrator, `Bearer ${'B'.repeat(43)}`)).toBe('session_ended')
    expect(denials).toEqual([])
  })

  it('lets somebody who must choose a password do that and nothing else, and says so first', async () => {
    const caller = { ...administrator, mustChangePassword: true }
    expect(await ask({ ...forAnybody, session: 'must-change' }, caller)).toBe('U')
    expect(await ask({ ...forAnybody, roles: ['helpdesk'] }, caller)).toBe('password_change_required')
    expect(denials).toEqual([['U', 'GET /thing', 'password_change_required']])
    expect(await ask({ ...forAnybody, session: 'must-change' }, administrator)).toBe('U')
  })

  it.each([
    [['administrator'], 'U'],
    [['staff', 'administrator'], 'U'],
    [['helpdesk'], 'forbidden_role'],
    [[], 'forbidden_role'],
  ] as const)('for the roles %j an administrator gets %s', async (roles, outcome) => {
    expect(await ask({ ...forAnybody, roles }, administrator)).toBe(outcome)
    expect(denials).toEqual(outcome === 'U' ? [] : [['U', 'GET /thing', 'forbidden_role']])
  })

  it('asks for the right of an auditor beside the role, never instead of it', async () => {
    const forAuditors: RouteDefinition = { ...forAnybody, roles: ['helpdesk'], right: 'auditor' }
    const helpdesk: Caller = { ...administrator, role: 'helpdesk' }
    expect(await ask(forAuditors, { ...helpdesk, isAuditor: true })).toBe('U')
    expect(await ask(forAuditors, helpdesk)).toBe('forbidden_role')
    expect(await ask(forAuditors, { ...administrator, isAuditor: true })).toBe('forbidden_role')
    expect(await ask({ ...forAnybody, right: 'auditor' }, administrator)).toBe('forbidden_role')
  })
})
