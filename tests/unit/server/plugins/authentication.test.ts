import { fastify, type FastifyRequest } from 'fastify'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RouteDefinition } from '../../../../src-shared/api/route.ts'
import { AppError } from '../../../../src-shared/errors/catalogue.ts'
import { createSessionCheck } from '../../../../src-server/plugins/authentication.ts'
import { sendFailure } from '../../../../src-server/plugins/problem-details.ts'
import type { Caller } from '../../../../src-server/plugins/request-context.ts'
import { sampleAdministrator } from '../../../support/sample-caller.ts'

const token = 'A'.repeat(43)
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
    expect(await ask(forAnybody, sampleAdministrator)).toBe('U')
    expect([opened, denials]).toEqual([[token], []])
  })

  it('asks for a token of the right form before it asks for the session', async () => {
    for (const header of ['', 'Bearer', `Basic ${token}`, `Bearer ${token}x`])
      expect(await ask(forAnybody, sampleAdministrator, header)).toBe('session_ended')
    expect([opened, denials]).toEqual([[], []])
  })

  it('refuses a session that is not live', async () => {
    expect(await ask(forAnybody, sampleAdministrator, `Bearer ${'B'.repeat(43)}`)).toBe('session_ended')
    expect(denials).toEqual([])
  })

  it('lets somebody who must choose a password do that and nothing else, and says so first', async () => {
    const caller = { ...sampleAdministrator, mustChangePassword: true }
    expect(await ask({ ...forAnybody, session: 'must-change' }, caller)).toBe('U')
    expect(await ask({ ...forAnybody, roles: ['helpdesk'] }, caller)).toBe('password_change_required')
    expect(denials).toEqual([['U', 'GET /thing', 'password_change_required']])
    expect(await ask({ ...forAnybody, session: 'must-change' }, sampleAdministrator)).toBe('U')
  })

  it.each([
    [['administrator'], 'U'],
    [['staff', 'administrator'], 'U'],
    [['helpdesk'], 'forbidden_role'],
    [[], 'forbidden_role'],
  ] as const)('for the roles %j an administrator gets %s', async (roles, outcome) => {
    expect(await ask({ ...forAnybody, roles }, sampleAdministrator)).toBe(outcome)
    expect(denials).toEqual(outcome === 'U' ? [] : [['U', 'GET /thing', 'forbidden_role']])
  })

  it('asks for the right of an auditor beside the role, never instead of it', async () => {
    const forAuditors: RouteDefinition = { ...forAnybody, roles: ['helpdesk'], right: 'auditor' }
    const helpdesk: Caller = { ...sampleAdministrator, role: 'helpdesk' }
    expect(await ask(forAuditors, { ...helpdesk, isAuditor: true })).toBe('U')
    expect(await ask(forAuditors, helpdesk)).toBe('forbidden_role')
    expect(await ask(forAuditors, { ...sampleAdministrator, isAuditor: true })).toBe('forbidden_role')
    expect(await ask({ ...forAnybody, right: 'auditor' }, sampleAdministrator)).toBe('forbidden_role')
  })
})
