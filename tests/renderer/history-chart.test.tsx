import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, createFakeDesk, refuse, type DeskOverrides } from '../support/fake-desk.ts'
import { administrator, loggedIn } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

// happy-dom lays nothing out; a chart of no size would draw nothing.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 600, 168))
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

type Summarise = DeskBridge['reissues']['summarise']

async function openHistory(overrides: DeskOverrides = {}) {
  const desk = renderDesk({ sessionView: loggedIn(administrator) }, overrides)
  await desk.user.click(await screen.findByRole('button', { name: '再発行履歴' }))
  await screen.findByRole('gridcell', { name: '未使用' })
  return desk
}
const heading = () => screen.getByRole('button', { name: '再発行の推移' })

test('the chart counts what the list shows, once it is opened, and has its numbers in a table as well', async () => {
  const summarise = vi.fn<Summarise>(createFakeDesk().desk.reissues.summarise)
  const { user } = await openHistory({ reissues: { summarise } })
  expect(summarise).not.toHaveBeenCalled()
  await user.click(heading())
  expect(await screen.findByText('使用済み 8件')).toBeTruthy()
  expect(await screen.findByText('日ごと・直近400日分')).toBeTruthy()
  await user.click(screen.getByText('表で見る'))
  const table = screen.getByRole('table', { name: '再発行の件数（日ごと）' })
  const rows = within(table)
    .getAllByRole('row')
    .map((row) => [...row.children].map(({ textContent }) => textContent))
  expect(rows.slice(1)).toEqual([
    ['2026/11/21(土)', '0', '5', '1', '0', '6'],
    ['2026/11/22(日)', '0', '2', '0', '1', '3'],
    ['2026/11/23(月)', '3', '1', '0', '0', '4'],
    ['合計', '3', '8', '1', '1', '13'],
  ])
  await user.selectOptions(screen.getByLabelText('状態'), '未使用')
  await waitFor(() => expect(summarise.mock.lastCall?.[0]).toEqual({ state: 'pending' }))
  await user.click(heading())
  expect(screen.queryByText('使用済み 8件')).toBeNull()
})

test('nothing to count and not to be counted: both are said, and it stays open over a visit elsewhere (U23)', async () => {
  const summarise = vi.fn<Summarise>(() => answer({ timeZone: 'Asia/Tokyo', days: [], asOf: null }))
  const { user } = await openHistory({ reissues: { summarise } })
  await user.click(heading())
  expect(await screen.findByText('集計する再発行がありません。')).toBeTruthy()
  summarise.mockImplementation(() => refuse('internal_error'))
  await user.selectOptions(screen.getByLabelText('状態'), '未使用')
  await user.click(screen.getByRole('link', { name: '設定' }))
  await user.click(await screen.findByRole('link', { name: '再発行履歴' }))
  expect(await screen.findByText(/internal_error/)).toBeTruthy()
  expect(heading().getAttribute('aria-expanded')).toBe('true')
})
