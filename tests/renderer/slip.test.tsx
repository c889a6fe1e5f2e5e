import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, refuse, type DeskOverrides } from '../support/fake-desk.ts'
import { administrator, loggedIn, policy, reissueId, suggestedPassword } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

const allowed: DeskOverrides = { policy: { read: () => answer({ ...policy, slipWithPassword: true }) } }

/** From the login to the slip’s dialog on the done screen. */
async function openSlip(overrides: DeskOverrides = {}) {
  const rendered = renderDesk({ sessionView: loggedIn(administrator) }, overrides)
  const { user } = rendered
  await user.click(await screen.findByRole('button', { name: 'パスワード再発行' }))
  await user.click(screen.getByRole('button', { name: '検索' }))
  await user.click(await screen.findByRole('link', { name: 'CZ021017' }))
  const entry = await screen.findByLabelText('新パスワード(半角英数32文字以内)', { selector: 'input' })
  await waitFor(() => expect(entry).toHaveProperty('value', suggestedPassword))
  await user.click(screen.getByRole('button', { name: '再発行' }))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: '再発行' }))
  await user.click(await screen.findByRole('button', { name: '連絡票' }))
  const dialog = await screen.findByRole('dialog', { name: '連絡票を作る' })
  return {
    ...rendered,
    dialog,
    press: (name: string) => user.click(within(dialog).getByRole('button', { name })),
  }
}

test('prints without the password where the policy does not allow it, and says why; the preview masks nothing but shows boxes', async () => {
  const print = vi.fn<DeskBridge['slip']['print']>(() => answer({ isPrinted: true }))
  const { user, dialog, press } = await openSlip({ slip: { print } })
  expect(dialog.textContent).toContain('組織のきまりで許可されていません')
  expect(within(dialog).queryByRole('checkbox')).toBeNull()
  expect(dialog.textContent).toContain('□□□□')
  expect(dialog.textContent).toContain('2026年11月24日(火) 23:59 まで有効（日本時間）')
  expect(dialog.textContent).not.toContain(suggestedPassword)
  await user.click(within(dialog).getByRole('radio', { name: 'A5' }))
  await press('印刷')
  expect(print).toHaveBeenCalledWith({ reissueId, paper: 'A5', language: 'ja', withPassword: false })
  expect(await within(dialog).findByText('連絡票をプリンターに送りました。')).toBeTruthy()
})

test('prints the password only when it is ticked; then leaving asks no more (U15)', async () => {
  const print = vi.fn<DeskBridge['slip']['print']>(() => answer({ isPrinted: true }))
  const { user, dialog, press } = await openSlip({ ...allowed, slip: { print } })
  const tick = await within(dialog).findByRole('checkbox', { name: '仮パスワードを印刷する' })
  expect(tick).toHaveProperty('checked', false)
  await user.click(tick)
  expect(dialog.textContent).toContain('●●●● ●●●●')
  expect(dialog.textContent).not.toContain(suggestedPassword.slice(0, 4))
  await user.click(within(dialog).getByRole('radio', { name: 'English' }))
  expect(dialog.textContent).toContain('Tue, 24 Nov 2026, 23:59 (Japan time)')
  await press('印刷')
  expect(print).toHaveBeenCalledWith({ reissueId, paper: 'A4', language: 'en', withPassword: true })
  await waitFor(() => {
    const told = screen.getAllByRole('status').map((region) => region.textContent)
    expect(told.join()).toContain('連絡票をプリンターに送りました。')
    expect(told.join()).not.toContain(suggestedPassword)
  })
  await press('閉じる')
  expect(screen.queryByRole('dialog')).toBeNull()
  await user.click(screen.getByRole('button', { name: '閉じる' }))
  expect(await screen.findByRole('heading', { name: 'メニュー' })).toBeTruthy()
})

test('a failure is told with what to do, and can be tried again; calling it off in the system’s dialog says nothing', async () => {
  const print = vi.fn<DeskBridge['slip']['print']>(() => refuse('print_failed'))
  const savePdf = vi.fn<DeskBridge['slip']['savePdf']>(() => answer({ isSaved: false }))
  const { dialog, press } = await openSlip({ slip: { print, savePdf } })
  await press('印刷')
  expect((await within(dialog).findByRole('alert')).textContent).toContain('印刷できませんでした。')
  await press('PDFに保存')
  await waitFor(() => expect(within(dialog).queryByRole('alert')).toBeNull())
  expect(savePdf).toHaveBeenCalledWith({ reissueId, paper: 'A4', language: 'ja' })
  expect(within(dialog).queryByText('連絡票をPDFに保存しました。')).toBeNull()
  savePdf.mockImplementation(() => answer({ isSaved: true }))
  await press('PDFに保存')
  expect(await within(dialog).findByText('連絡票をPDFに保存しました。')).toBeTruthy()
})

test('a record of the history that is still valid has a slip without the password, in a dialog over its own', async () => {
  const print = vi.fn<DeskBridge['slip']['print']>(() => answer({ isPrinted: true }))
  const { user } = renderDesk({ sessionView: loggedIn(administrator) }, { ...allowed, slip: { print } })
  await user.click(await screen.findByRole('button', { name: '再発行履歴' }))
  await user.click(await screen.findByRole('gridcell', { name: '未使用' }))
  await user.click(await screen.findByRole('button', { name: '連絡票' }))
  const dialog = await screen.findByRole('dialog', { name: '連絡票を作る' })
  expect(dialog.textContent).toContain('再発行完了画面に表示されている間だけです')
  await user.click(within(dialog).getByRole('button', { name: '印刷' }))
  expect(print).toHaveBeenCalledWith(expect.objectContaining({ withPassword: false }))
})

test('the paper chosen is remembered while the page is there', async () => {
  const { user, dialog, press } = await openSlip()
  await user.click(within(dialog).getByRole('radio', { name: 'A5' }))
  await press('閉じる')
  await user.click(screen.getByRole('button', { name: '連絡票' }))
  expect(within(await screen.findByRole('dialog')).getByRole('radio', { name: 'A5' })).toHaveProperty('checked', true)
})
