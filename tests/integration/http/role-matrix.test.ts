import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { userDetailSchema } from '../../../src-shared/api/users.ts'
import { people, type PersonName } from '../../support/server-fixtures.ts'
import { codeOf, reissue, startTestServer, type TestServer } from '../../support/test-server.ts'
import { stepsOf } from '../../support/verification-steps.ts'

let server: TestServer
const tokens = new Map<PersonName, string>()

beforeAll(async () => {
  server = await startTestServer()
  for (const name of ['staff', 'administrator', 'helpdesk'] as const) tokens.set(name, await server.logIn(name))
})
afterAll(() => server.close())

/** Every cell of the matrix of who may reissue for whom; `reissued` is the only one that changes anything. */
const cells: readonly (readonly [actor: PersonName, target: PersonName, status: number, code: string])[] = [
  ['staff', 'colleague', 403, 'forbidden_role'],
  ['staff', 'administrator', 403, 'forbidden_role'],
  ['staff', 'staff', 403, 'forbidden_role'],
  ['staff', 'foreignStaff', 403, 'forbidden_role'],
  ['administrator', 'otherAdministrator', 403, 'helpdesk_required'],
  ['administrator', 'administrator', 403, 'helpdesk_required'],
  ['administrator', 'foreignStaff', 404, 'not_found'],
  ['administrator', 'foreignAdministrator', 404, 'not_found'],
  ['administrator', 'helpdesk', 404, 'not_found'],
  ['administrator', 'disabledStaff', 403, 'account_disabled'],
  ['helpdesk', 'staff', 403, 'administrator_required'],
  ['helpdesk', 'foreignStaff', 403, 'administrator_required'],
  ['helpdesk', 'disabledStaff', 403, 'administrator_required'],
  ['helpdesk', 'helpdesk', 403, 'forbidden_role'],
  ['helpdesk', 'otherHelpdesk', 403, 'forbidden_role'],
  ['helpdesk', 'administrator', 422, 'verification_required'],
  ['helpdesk', 'foreignAdministrator', 422, 'verification_required'],
  ['helpdesk', 'disabledAdministrator', 403, 'account_disabled'],
  ['administrator', 'colleague', 201, 'reissued'],
]

const tokenOf = (name: PersonName): string => tokens.get(name) ?? 'none'

describe('the matrix of roles over HTTP (P16, ASVS 8.2)', () => {
  it.each(cells)('%s reissues for %s: %i %s', async (actor, target, status, code) => {
    const answer = await reissue(server, tokenOf(actor), people[target].userId, 'Tk7mQx93Rw')
    expect([answer.status, codeOf(answer) ?? 'reissued']).toEqual([status, code])
    const credential = await server.db
      .selectFrom('credentials')
      .select('kind')
      .where('user_id', '=', people[target].userId)
      .executeTakeFirstOrThrow()
    expect(credential.kind).toBe(status === 201 ? 'temporary' : 'chosen')
  })

  it.each(cells)('%s asks for a suggestion for %s: agrees with the reissue', async (actor, target, status, code) => {
    const path = `/api/v1/users/${people[target].userId}/suggestions`
    const answer = await server.call('POST', path, { token: tokenOf(actor) })
    const mayReissue = status === 201 || status === 422
    expect([answer.status, codeOf(answer)]).toEqual(mayReissue ? [201, undefined] : [status, code])
  })

  it.each(cells)('%s begins a verification for %s: agrees with the reissue', async (actor, target, status, code) => {
    const answer = await stepsOf(server, tokenOf(actor)).start(target)
    const result = actor === 'helpdesk' ? [status === 422 ? 201 : status, status === 422 ? undefined : code] : undefined
    expect([answer.status, codeOf(answer)]).toEqual(result ?? [403, 'forbidden_role'])
  })

  const readable = cells.filter(([actor, , status]) => actor !== 'staff' && status !== 404)
  it.each(readable)(
    '%s reads %s: the permission shown agrees with the decision',
    async (actor, target, status, code) => {
      const answer = await server.call('GET', `/api/v1/users/${people[target].userId}`, { token: tokenOf(actor) })
      expect(answer.status).toBe(200)
      const { permissions } = userDetailSchema.parse(answer.body)
      expect(permissions).toMatchObject({ reissue: status === 201 ? true : { code } })
    },
  )

  const invisible = cells.filter(([, , status]) => status === 404)
  it.each(invisible)('%s reads %s: the same 404 as for nobody', async (actor, target) => {
    const foreign = await server.call('GET', `/api/v1/users/${people[target].userId}`, { token: tokenOf(actor) })
    const nobody = await server.call('GET', '/api/v1/users/U-NOBODY', { token: tokenOf(actor) })
    expect(foreign.status).toBe(404)
    expect(withoutRequestId(foreign.body)).toEqual(withoutRequestId(nobody.body))
  })

  it('staff may use none of the desk’s routes', async () => {
    for (const path of ['/users', `/users/${people.staff.userId}`, '/reissues']) {
      const answer = await server.call('GET', `/api/v1${path}`, { token: tokenOf('staff') })
      expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden_role'])
    }
  })

  it('the helpdesk is told which administrators to call: the active ones of that member', async () => {
    const answer = await reissue(server, tokenOf('helpdesk'), people.staff.userId, 'Tk7mQx93Rw')
    expect(answer.body).toMatchObject({
      contacts: [
        { userName: people.administrator.userName, phone: '03-0000-0000' },
        { userName: people.otherAdministrator.userName, phone: '03-0000-0000' },
      ],
    })
    const foreign = await reissue(server, tokenOf('helpdesk'), people.foreignStaff.userId, 'Tk7mQx93Rw')
    const { contacts } = z.object({ contacts: z.array(z.object({ userName: z.string() })) }).parse(foreign.body)
    expect(contacts.map(({ userName }) => userName)).toEqual([people.foreignAdministrator.userName])
  })

  it('a verification that never passed is no way in (H1, P20)', async () => {
    const verificationId = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'
    const answer = await reissue(server, tokenOf('helpdesk'), people.administrator.userId, 'Tk7mQx93Rw', {
      verificationId,
    })
    expect([answer.status, codeOf(answer)]).toEqual([422, 'verification_failed'])
  })

  it('a policy lets the helpdesk serve staff with no active administrator left, after a verification', async () => {
    const target = 'foreignStaff'
    const desk = stepsOf(server, tokenOf('helpdesk'))
    const setState = (state: 'active' | 'disabled') =>
      server.db.updateTable('users').set({ state }).where('user_id', '=', people.foreignAdministrator.userId).execute()
    await server.db.updateTable('policy').set({ helpdesk_may_reissue_staff: true }).execute()
    const withAdministrator = [await desk.start(target), await desk.reissue(target, undefined)]
    await setState('disabled')
    const unverified = await desk.reissue(target, undefined)
    const pass = await desk.pass(target)
    await setState('active')
    const overtaken = await desk.reissue(target, pass)
    await setState('disabled')
    const done = await desk.reissue(target, pass)
    await setState('active')
    await server.db.updateTable('policy').set({ helpdesk_may_reissue_staff: false }).execute()
    expect(
      [...withAdministrator, unverified, overtaken, done].map((answer) => codeOf(answer) ?? answer.status),
    ).toEqual([
      'administrator_required',
      'administrator_required',
      'verification_required',
      'administrator_required',
      201,
    ])
  })

  it('every refusal was recorded with its code (P21)', async () => {
    const rows = await server.db
      .selectFrom('audit_events')
      .select(['action', 'outcome', 'details'])
      .where('outcome', '=', 'refused')
      .execute()
    const codes = new Set(rows.map(({ details }) => z.object({ code: z.string() }).parse(details).code))
    const refusals = cells.filter(([, , status]) => status !== 201).map(([, , , code]) => code)
    expect([...codes]).toEqual(expect.arrayContaining(refusals))
  })
})

const withoutRequestId = (body: unknown): unknown => ({ ...z.looseObject({}).parse(body), requestId: '' })
