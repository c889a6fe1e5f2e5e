import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, createFakeDesk, refuse, type DeskOverrides } from '../support/fake-desk.ts'
import { administrator, connectionIs, helpdesk, loggedIn, reissueRecords } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

type List = DeskBridge['reissues']['list']
const asHelpdesk = { sessionView: loggedIn(helpdesk) }
const asAdministrator = { sessionView: loggedIn(administrator) }

async function openHistory(start: Parameters<typeof renderDesk>[0], overrides: DeskOverrides = {}) {
  const list = vi.fn<List>(createFakeDesk().desk.reissues.list)
  const desk = renderDesk(start, { ...overrides, reissues: { list, ...overrides.reissues } })
  await desk.user.click(await screen.findByRole('button', { name: '再発行履歴' }))
  await screen.findByLabelText('期間')
  return { ...desk, list, lastQuery: () => list.mock.lastCall?.[0] }
}

const manyRecords = (count: number): ReissueRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    ...(reissueRecords[1] ?? expect.fail('no record')),
    reissueId: `018f6f2e-7f4b-7c7a-9a43-${String(index).padStart(12, '0')}`,
    loginId: `CZ${String(index).padStart(6, '0')}`,
  }))
const inPages =
  (records: readonly ReissueRecord[]): List =>
  async (query) => {
    const from = Number(query.cursor ?? 0)
    const to = from + (query.limit ?? 50)
    const items = records.slice(from, to)
    return answer({ items, total: records.length, nextCursor: to < records.length ? String(to) : null, asOf: null })
  }

test('the filters are asked of the server, told in words, and cleared in one step', async () => {
  const { user, list, lastQuery } = await openHistory(asHelpdesk)
  await user.selectOptions(screen.getByLabelText('状態'), '使用済み')
  await user.type(screen.getByLabelText('発行者'), 'HD')
  await user.type(screen.getByLabelText('会員'), 'テスト')
  await waitFor(() => expect(lastQuery()).toEqual({ limit: 100, state: 'used', issuedBy: 'HD', member: 'テスト' }))
  const conditions = within(screen.getByRole('list', { name: '条件' })).getAllByRole('listitem')
  expect(conditions.map(({ textContent }) => textContent)).toEqual(['状態: 使用済み', '発行者: HD', '会員: テスト'])
  await user.click(screen.getByRole('button', { name: '条件をクリア' }))
  expect(document.activeElement).toBe(screen.getByLabelText('ユーザー'))
  expect(screen.queryByRole('list', { name: '条件' })).toBeNull()
  await waitFor(() => expect(lastQuery()).toEqual({ limit: 100 }))
  expect(list.mock.calls.length).toBeLessThan(6)
})

test('days are those of the member’s zone; in reverse they are not asked for (U8)', async () => {
  const { user, list, lastQuery } = await openHistory(asAdministrator)
  expect(screen.queryByLabelText('会員')).toBeNull()
  await user.selectOptions(screen.getByLabelText('期間'), '期間を指定')
  fireEvent.change(screen.getByLabelText('開始日'), { target: { value: '2026-11-20' } })
  fireEvent.change(screen.getByLabelText('終了日'), { target: { value: '2026-11-21' } })
  const both = { limit: 100, since: '2026-11-19T15:00:00.000Z', until: '2026-11-21T14:59:59.999Z' }
  await waitFor(() => expect(lastQuery()).toEqual(both))
  const asked = list.mock.calls.length
  fireEvent.change(screen.getByLabelText('終了日'), { target: { value: '2026-11-19' } })
  expect(await screen.findByText('期間を確かめてください。')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'CSVに書き出す' }).getAttribute('aria-disabled')).toBe('true')
  expect(list.mock.calls.length).toBe(asked)
})

test('nothing is asked while the input method composes; the last query wins (U5)', async () => {
  const slow: { answer?: () => void } = {}
  const { list, lastQuery } = await openHistory(asAdministrator)
  await screen.findByRole('gridcell', { name: '未使用' })
  const field = screen.getByLabelText('ユーザー')
  fireEvent.compositionStart(field)
  fireEvent.change(field, { target: { value: 'た' } })
  // Longer than the pause after which a search begins.
  await act(() => new Promise((resolve) => setTimeout(resolve, 300)))
  expect(list).toHaveBeenCalledTimes(1)
  list.mockImplementationOnce(
    () => new Promise((resolve) => (slow.answer = () => void inPages(manyRecords(7))({}).then(resolve))),
  )
  fireEvent.compositionEnd(field)
  await waitFor(() => expect(lastQuery()).toEqual({ limit: 100, query: 'た' }))
  fireEvent.change(field, { target: { value: 'CZ' } })
  await waitFor(() => expect(lastQuery()).toEqual({ limit: 100, query: 'CZ' }))
  expect(await screen.findByText('4件')).toBeTruthy()
  await act(async () => slow.answer?.())
  expect(screen.getByText('4件')).toBeTruthy()
})

test('the filters are still there when one comes back', async () => {
  const { user } = await openHistory(asAdministrator)
  await user.selectOptions(screen.getByLabelText('状態'), '期限切れ')
  await user.click(screen.getByRole('link', { name: '設定' }))
  await screen.findByRole('heading', { name: '設定' })
  await user.click(screen.getByRole('link', { name: '再発行履歴' }))
  expect(await screen.findByText('状態: 期限切れ')).toBeTruthy()
})

test('only visible rows exist; the keys move the active one, Enter opens it, Escape leads back (U16, U20)', async () => {
  const { user } = await openHistory(asAdministrator, { reissues: { list: inPages(manyRecords(350)) } })
  const grid = await screen.findByRole('grid')
  expect(grid.getAttribute('aria-rowcount')).toBe('351')
  expect(within(grid).getAllByRole('row').length).toBeLessThan(60)
  act(() => grid.focus())
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(grid.getAttribute('aria-activedescendant')).toBe('history-2')
  await user.keyboard('{Enter}')
  const sheet = await screen.findByRole('dialog', { name: '再発行の詳細' })
  expect(within(sheet).getByText('CZ000002')).toBeTruthy()
  expect(document.activeElement).toBe(within(sheet).getByRole('button', { name: '詳細を閉じる' }))
  fireEvent(sheet, new Event('cancel', { cancelable: true }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  act(() => grid.focus())
  await user.keyboard('{End}')
  expect(grid.getAttribute('aria-activedescendant')).toBe('history-349')
})

test('rows are lower in the dense list', async () => {
  await openHistory({ ...asAdministrator, settings: { density: 'compact' } })
  expect((await screen.findByRole('grid')).className).toContain('grid-compact')
})

test('the details tell who, how it was handed over and what became of it, in the member’s zone', async () => {
  const { user } = await openHistory(asHelpdesk)
  await user.click(await screen.findByRole('gridcell', { name: '未使用' }))
  const sheet = await screen.findByRole('dialog', { name: '再発行の詳細' })
  const steps = within(within(sheet).getByRole('list')).getAllByRole('listitem')
  expect(steps.map((step) => step.textContent)).toEqual([
    '再発行2026年11月23日(月) 10:00（日本時間）',
    'コピー2026年11月23日(月) 10:01（日本時間）',
    '読み上げ用に表示2026年11月23日(月) 10:02（日本時間）',
    '連絡票を印刷2026年11月23日(月) 10:03（日本時間）',
    '復唱で確認2026年11月23日(月) 10:04（日本時間）',
    '有効期限2026年11月24日(火) 23:59（日本時間）',
  ])
  expect(within(sheet).getByText(reissueRecords[0]?.reissueId ?? '')).toBeTruthy()
  expect(within(sheet).getByText('電話で依頼')).toBeTruthy()
  await user.click(within(sheet).getByRole('button', { name: 'このユーザーの再発行画面を開く' }))
  expect(await screen.findByRole('heading', { name: 'パスワード再発行' })).toBeTruthy()
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('without the server the details say what has to wait for it', async () => {
  const { user, emit } = await openHistory(asAdministrator)
  act(() => emit('connectionChanged', connectionIs('unreachable')))
  await user.click(await screen.findByRole('gridcell', { name: '未使用' }))
  expect(await screen.findByText('サーバーにつながると、再発行画面を開けます。')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'このユーザーの再発行画面を開く' })).toBeNull()
})

test('a page that cannot be read leaves what has been read, and is read again on request (U23)', async () => {
  const paged = inPages(manyRecords(150))
  const list = vi.fn<List>((query) => (query.cursor === undefined ? paged(query) : refuse('internal_error')))
  const { user } = await openHistory(asAdministrator, { reissues: { list } })
  expect(await screen.findByText(/150件のうち 100件までを表示しています。/)).toBeTruthy()
  expect(list).toHaveBeenCalledTimes(2)
  list.mockImplementation(paged)
  await user.click(screen.getByRole('button', { name: 'もう一度' }))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})
