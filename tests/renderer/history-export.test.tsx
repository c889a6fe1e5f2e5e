import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, refuse, type DeskOverrides } from '../support/fake-desk.ts'
import { administrator, loggedIn } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

type Start = DeskBridge['historyExport']['start']
type Ended = Awaited<ReturnType<Start>>

async function openHistory(overrides: DeskOverrides = {}) {
  const desk = renderDesk({ sessionView: loggedIn(administrator) }, overrides)
  await desk.user.click(await screen.findByRole('button', { name: '再発行履歴' }))
  await screen.findByRole('gridcell', { name: '未使用' })
  return desk
}
const exporting = () => screen.getByRole('button', { name: 'CSVに書き出す' })

test('an export takes the conditions of the list, tells how far it is on every visit, and how it ended (U24)', async () => {
  const under: { end?: (ended: Ended) => void } = {}
  const start = vi.fn<Start>(() => new Promise((resolve) => (under.end = resolve)))
  const cancel = vi.fn<DeskBridge['historyExport']['cancel']>(() => answer({}))
  const { user, emit } = await openHistory({ historyExport: { start, cancel } })
  await user.selectOptions(screen.getByLabelText('状態'), '使用済み')
  await screen.findByText('状態: 使用済み')
  await waitFor(async () => {
    await user.click(exporting())
    expect(start).toHaveBeenCalledTimes(1)
  })
  expect(start.mock.lastCall?.[0]).toEqual({ state: 'used', language: 'ja' })
  act(() => emit('historyExportChanged', { running: { written: 1200, total: 5000 } }))
  expect(screen.getByText('CSVに書き出しています… 1,200 / 5,000件')).toBeTruthy()
  expect(exporting().getAttribute('aria-disabled')).toBe('true')

  await user.click(screen.getByRole('link', { name: '設定' }))
  await screen.findByRole('heading', { name: '設定' })
  act(() => emit('historyExportChanged', { running: { written: 4000, total: 5000 } }))
  await user.click(screen.getByRole('link', { name: '再発行履歴' }))
  const progress = await screen.findByRole('progressbar', { name: 'CSVの書き出し' })
  expect(progress.getAttribute('aria-valuenow')).toBe('4000')
  await user.click(screen.getByRole('button', { name: '中止' }))
  expect(cancel).toHaveBeenCalledTimes(1)

  await user.click(screen.getByRole('link', { name: '設定' }))
  await act(async () => {
    emit('historyExportChanged', { running: null })
    under.end?.({ ok: true, value: { outcome: 'saved', written: 5000 } })
  })
  await user.click(screen.getByRole('link', { name: '再発行履歴' }))
  const notice = { selector: '.notice *' }
  expect(await screen.findByText('5000件をCSVに書き出しました。', notice)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '閉じる' }))
  expect(screen.queryByText('5000件をCSVに書き出しました。', notice)).toBeNull()
})

test('no file chosen: nothing is said; an error is told in its place and can be tried again', async () => {
  const start = vi.fn<Start>(() => answer({ outcome: 'not_chosen', written: 0 }))
  const { user } = await openHistory({ historyExport: { start } })
  await user.click(exporting())
  await waitFor(() => expect(exporting().getAttribute('aria-disabled')).not.toBe('true'))
  expect(screen.queryByRole('alert')).toBeNull()
  start.mockImplementation(() => refuse('server_unreachable'))
  await user.click(exporting())
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('server_unreachable')
  start.mockImplementation(() => answer({ outcome: 'stopped', written: 10 }))
  await user.click(within(alert).getByRole('button', { name: 'もう一度' }))
  expect(await screen.findAllByText('書き出しを中止しました。ファイルは元のままです。')).not.toHaveLength(0)
})
