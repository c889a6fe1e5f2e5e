import { act, cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, createFakeDesk, refuse } from '../support/fake-desk.ts'
import { administrator, connectionIs, loggedIn } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

type List = DeskBridge['reissues']['list']
const asOf = '2026-11-23T01:42:00.000Z'
/** As the main process answers from what it keeps: the same entries, as of then. */
const listKept: List = async (query) => {
  const listed = await createFakeDesk().desk.reissues.list(query)
  return listed.ok ? answer({ ...listed.value, asOf }) : listed
}
const offline = { sessionView: { ...loggedIn(administrator), isOffline: true } }
const badge = 'オフライン（11/23 10:42 日本時間 時点）'

async function openHistory(start: Parameters<typeof renderDesk>[0], list: List) {
  const desk = renderDesk(start, { reissues: { list } })
  await desk.user.click(await screen.findByRole('button', { name: '再発行履歴' }))
  return desk
}

test('the history without the server says as of when it is, can be narrowed, and becomes current by itself', async () => {
  const isThere = { now: false }
  const list = vi.fn<List>((query) => (isThere.now ? createFakeDesk().desk.reissues.list(query) : listKept(query)))
  const { user, emit } = await openHistory(offline, list)
  expect(await screen.findByText(badge)).toBeTruthy()
  expect(screen.getByText(/状態はその時点のもの/)).toBeTruthy()
  expect(screen.getByRole('gridcell', { name: '未使用' })).toBeTruthy()
  await user.type(screen.getByLabelText('ユーザー'), 'nobody')
  expect(await screen.findByText('条件に合う再発行はありません。')).toBeTruthy()
  expect(screen.getByText(badge)).toBeTruthy()
  await user.clear(screen.getByLabelText('ユーザー'))
  isThere.now = true
  act(() => emit('sessionChanged', loggedIn(administrator)))
  await waitFor(() => expect(screen.queryByText(badge)).toBeNull())
  expect(await screen.findByRole('gridcell', { name: '未使用' })).toBeTruthy()
})

test('the server gets out of reach while the history is on the screen: the kept one takes its place', async () => {
  const list = vi.fn<List>(createFakeDesk().desk.reissues.list)
  const { emit } = await openHistory({ sessionView: loggedIn(administrator) }, list)
  expect(await screen.findByRole('gridcell', { name: '未使用' })).toBeTruthy()
  expect(screen.queryByText(badge)).toBeNull()
  list.mockImplementation(listKept)
  act(() => emit('connectionChanged', connectionIs('unreachable')))
  expect(await screen.findByText(badge)).toBeTruthy()
})

test('nothing kept, or nothing in what is kept: said in words', async () => {
  await openHistory(offline, () => refuse('server_unreachable'))
  expect(await screen.findByText('オフラインで見られる履歴はありません。')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
  cleanup()
  await openHistory(offline, () => answer({ items: [], total: 0, nextCursor: null, asOf }))
  expect(await screen.findByText('その時点で、再発行はありませんでした。')).toBeTruthy()
})

test('in English as well', async () => {
  const { user } = renderDesk({ ...offline, settings: { language: 'en' } }, { reissues: { list: listKept } })
  await user.click(await screen.findByRole('button', { name: 'Reissue history' }))
  expect(await screen.findByText('Offline (as of 23/11, 10:42 Japan time)')).toBeTruthy()
})
