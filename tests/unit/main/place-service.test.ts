import { expect, it } from 'vitest'
import { createPlaceService } from '../../../src-main/services/place-service.ts'
import type { KeptPlace } from '../../../src-shared/ipc/place-schema.ts'
import { sampleSession } from '../../support/fake-api-client.ts'
import { createSessionParts } from '../../support/session-parts.ts'

const conditions = { userId: '', loginId: 'cz02', userName: '', memberId: '', memberName: '' }
const place: KeptPlace = { screen: { name: 'search' }, search: { typed: conditions, submitted: null, position: null } }

async function setUp() {
  const parts = createSessionParts()
  const places = createPlaceService(parts.session)
  parts.onEnded.mockImplementation(() => places.forget())
  await parts.session.logIn('WR012739', 'a password')
  return { ...parts, places }
}

it('the place survives the lock, and is not told to whoever stands before it (E40)', async () => {
  const { session, places } = await setUp()
  expect(places.read()).toBeNull()
  places.keep(place)
  session.lock()
  expect(places.read()).toBeNull()
  expect(() => places.keep(place)).toThrow(expect.objectContaining({ code: 'locked' }))
  await session.unlock('a password')
  expect(places.read()).toEqual(place)
})

it('is dropped at the log-out, also for the same person', async () => {
  const { session, places } = await setUp()
  places.keep(place)
  await session.logOut()
  expect(places.read()).toBeNull()
  expect(() => places.keep(place)).toThrow(expect.objectContaining({ code: 'not_logged_in' }))
  await session.logIn('WR012739', 'a password')
  expect(places.read()).toBeNull()
})

it('is nothing to somebody else', async () => {
  const { api, session, places } = await setUp()
  places.keep(place)
  const user = { ...sampleSession().user, userId: 'SOMEBODY' }
  api.answer('logIn', () => ({ token: 'other', session: sampleSession({ user }) }))
  await session.logIn('WR020001', 'another password')
  expect(places.read()).toBeNull()
})
