import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { createI18n } from '../../src-renderer/i18n/create-i18n.ts'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, createFakeDesk, refuse, type DeskOverrides } from '../support/fake-desk.ts'
import {
  administrator,
  detailOf,
  loggedIn,
  policy,
  receiptOf,
  reissueId,
  seedUsers,
  staff,
  suggestedPassword,
  connectionIs,
} from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)
afterEach(() => vi.useRealTimers())

const passwordLabel = '新パスワード(半角英数32文字以内)'
const target = detailOf({ ...staff, state: 'active', passwordState: 'active' })

async function openReissue(overrides: DeskOverrides = {}, loginId = 'CZ021017') {
  const rendered = renderDesk({ sessionView: loggedIn(administrator) }, overrides)
  const { user } = rendered
  await user.click(await screen.findByRole('button', { name: 'パスワード再発行' }))
  await user.click(screen.getByRole('button', { name: '検索' }))
  await user.click(await screen.findByRole('link', { name: loginId }))
  await screen.findByRole('heading', { name: '対象のユーザー' })
  return rendered
}

async function issue(user: Awaited<ReturnType<typeof openReissue>>['user']) {
  await waitFor(() =>
    expect(screen.getByLabelText(passwordLabel, { selector: 'input' })).toHaveProperty('value', suggestedPassword),
  )
  await user.click(screen.getByRole('button', { name: '再発行' }))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: '再発行' }))
}

/** The browser turns Escape into this event; happy-dom does not. */
async function pressEscape(dialog: HTMLElement) {
  dialog.dispatchEvent(new Event('cancel', { cancelable: true }))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
}

test('the screen says for whom, what is not registered, and until when it will be valid (U8)', async () => {
  await openReissue()
  expect(screen.getAllByText('未登録')).toHaveLength(3)
  expect(await screen.findByText('2026年11月24日(火) 23:59 まで有効（日本時間）')).toBeTruthy()
  expect(screen.getByText('現在のパスワードは、再発行と同時に使えなくなります。')).toBeTruthy()
})

test('one confirmation names user and member; Escape means that nothing happened (U17)', async () => {
  const issueChannel = vi.fn<DeskBridge['reissues']['issue']>(() => answer(receiptOf(staff)))
  const { user } = await openReissue({ reissues: { issue: issueChannel } })
  await waitFor(() =>
    expect(screen.getByLabelText(passwordLabel, { selector: 'input' })).toHaveProperty('value', suggestedPassword),
  )
  await user.click(screen.getByRole('button', { name: '再発行' }))
  const dialog = await screen.findByRole('alertdialog')
  expect(dialog.textContent).toContain('テスト テスト2（CZ021017）')
  expect(dialog.textContent).toContain('テスト テスト EJUU128951TST0020000')
  expect(dialog.textContent).toContain('有効期限2026年11月24日(火) 23:59 まで有効（日本時間）')
  expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'キャンセル' }))
  // The browser turns Escape into this event; happy-dom does not.
  dialog.dispatchEvent(new Event('cancel', { cancelable: true }))
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  expect(issueChannel).not.toHaveBeenCalled()
})

test('done: the raw password in groups, copied by its id, the countdown shown, the secret never announced (U11, U15, E34)', async () => {
  const discardSecret = vi.fn<DeskBridge['reissues']['discardSecret']>(() => answer({}))
  const { user } = await openReissue({ reissues: { discardSecret } })
  await issue(user)
  await screen.findByRole('heading', { name: '再発行完了' })
  const secret = document.querySelector('.secret')
  expect(secret?.textContent).toBe(suggestedPassword)
  expect([...(secret?.children ?? [])].map((group) => group.textContent)).toEqual(['mXac', 'knvU', '7Qwe'])

  expect(document.querySelector('.done-for')?.textContent).toBe(`会員名${staff.memberName}ユーザーID${staff.userId}`)

  await user.click(screen.getByRole('button', { name: 'コピー' }))
  expect(await screen.findByText(/^コピーしました。(60|59) 秒後に/)).toBeTruthy()
  expect(await screen.findByText(/コピー済み・あと (60|59) 秒で消去/)).toBeTruthy()
  for (const status of screen.getAllByRole('status')) expect(status.textContent).not.toContain(suggestedPassword)

  // Copied, so leaving asks nothing; and main forgets the secret.
  await user.click(screen.getByRole('button', { name: '閉じる' }))
  expect(await screen.findByRole('heading', { name: 'メニュー' })).toBeTruthy()
  await waitFor(() => expect(discardSecret).toHaveBeenCalledWith({ reissueId }))
  expect(document.body.textContent).not.toContain(suggestedPassword)
})

test('leaving without copying asks once, by whatever way', async () => {
  const { user } = await openReissue()
  await issue(user)
  await screen.findByRole('heading', { name: '再発行完了' })
  await user.keyboard('{Alt>}2{/Alt}')
  const dialog = await screen.findByRole('alertdialog')
  await user.click(within(dialog).getByRole('button', { name: '表示に戻る' }))
  expect(document.querySelector('.secret')?.textContent).toBe(suggestedPassword)
  await user.click(screen.getByRole('button', { name: '別のユーザー' }))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: '閉じる' }))
  // Another user is another search.
  expect(await screen.findByRole('heading', { name: 'ユーザー検索' })).toBeTruthy()
  expect(screen.queryByRole('grid')).toBeNull()
  expect(document.activeElement).toBe(screen.getByLabelText('ユーザーID'))
})

test('ロック takes an uncopied password off the screen at once, without a question', async () => {
  const { user } = await openReissue()
  await issue(user)
  await screen.findByRole('heading', { name: '再発行完了' })
  await user.click(screen.getByRole('button', { name: 'ロック' }))
  expect(await screen.findByRole('heading', { name: 'ロック中' })).toBeTruthy()
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

test('a candidate cannot be copied: nobody would take it off the clipboard again (E33)', async () => {
  await openReissue()
  const field = await screen.findByLabelText(passwordLabel, { selector: 'input' })
  await waitFor(() => expect(field).toHaveProperty('value', suggestedPassword))
  // False: the page has prevented what the browser would do.
  expect([fireEvent.copy(field), fireEvent.cut(field)]).toEqual([false, false])
  await screen.findByText('再発行すると、完了画面でコピーできます。')
  expect(field).toHaveProperty('value', suggestedPassword)
})

test('the results kept from before show the new state', async () => {
  const { user } = await openReissue()
  await issue(user)
  await user.click(await screen.findByRole('button', { name: 'コピー' }))
  await user.click(screen.getByRole('link', { name: 'パスワード再発行' }))
  expect(await screen.findByText('仮')).toBeTruthy()
})

test('the password leaves the screen after five minutes', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { user } = await openReissue()
  await issue(user)
  await screen.findByRole('heading', { name: '再発行完了' })
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  expect(await screen.findByText('安全のため、仮パスワードの表示を終了しました。')).toBeTruthy()
  expect(document.body.textContent).not.toContain(suggestedPassword)
})

test('full-width input is explained and mended with one click (U1)', async () => {
  const issueChannel = vi.fn<DeskBridge['reissues']['issue']>(() => answer(receiptOf(staff)))
  const { user } = await openReissue({ reissues: { issue: issueChannel } })
  await waitFor(() =>
    expect(screen.getByLabelText(passwordLabel, { selector: 'input' })).toHaveProperty('value', suggestedPassword),
  )
  const field = screen.getByLabelText(passwordLabel, { selector: 'input' })
  await user.clear(field)
  await user.type(field, 'ＡＢＣ１２３ｄｅｆ４')
  expect(screen.getByText(/全角の文字が含まれています/)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '半角に直す' }))
  expect(field).toHaveProperty('value', 'ABC123def4')
  expect(document.activeElement).toBe(field)
  await user.click(screen.getByRole('button', { name: '再発行' }))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: '再発行' }))
  await screen.findByRole('heading', { name: '再発行完了' })
  expect(issueChannel).toHaveBeenCalledWith({ userId: staff.userId, temporaryPassword: 'ABC123def4' })
})

test('where the policy forbids editing the field is read-only and says so; another suggestion can be had', async () => {
  const fixed = { ...policy, temporaryPassword: { ...policy.temporaryPassword, editable: false } }
  const suggest = vi.fn<DeskBridge['reissues']['suggest']>(() =>
    answer({ temporaryPassword: 'firstABC234', wouldExpireAt: '2026-11-24T14:59:59.999Z' }),
  )
  const { user } = await openReissue({ policy: { read: () => answer(fixed) }, reissues: { suggest } })
  const field = screen.getByLabelText(passwordLabel, { selector: 'input' })
  await waitFor(() => expect(field).toHaveProperty('value', 'firstABC234'))
  expect(field).toHaveProperty('readOnly', true)
  expect(screen.getByText(/候補をそのまま使う設定です/)).toBeTruthy()
  suggest.mockImplementation(() =>
    answer({ temporaryPassword: 'otherABC234', wouldExpireAt: '2026-11-24T14:59:59.999Z' }),
  )
  await user.click(screen.getByRole('button', { name: '別の候補' }))
  await waitFor(() => expect(field).toHaveProperty('value', 'otherABC234'))
})

test('a refused permission shows the reason and whom to call instead of the act', async () => {
  const contacts = [{ userName: '佐藤 花子', phone: '03-1234-5678' }]
  const refused = { ...target, permissions: { reissue: { code: 'administrator_required' as const, contacts } } }
  await openReissue({ users: { read: () => answer(refused) } })
  expect(screen.getByText('担当者IDのパスワードは、お客様自身の管理者様が再発行します。')).toBeTruthy()
  expect(screen.getByText('03-1234-5678')).toBeTruthy()
  expect(screen.queryByRole('button', { name: '再発行' })).toBeNull()
})

test('the rules of an edited password have a check or a cross each', async () => {
  const { user } = await openReissue()
  const field = screen.getByLabelText(passwordLabel, { selector: 'input' })
  await waitFor(() => expect(field).toHaveProperty('value', suggestedPassword))
  const told = () =>
    within(screen.getByRole('list', { name: 'パスワードの条件' }))
      .getAllByRole('listitem')
      .map((rule) => rule.querySelector('.visually-hidden')?.textContent)
  expect(told()).toEqual(['満たしています', '満たしています', '満たしています'])
  await user.clear(field)
  expect(told()).toEqual(['まだ確かめていません', 'まだ確かめていません', 'まだ確かめていません'])
  await user.type(field, 'abc!')
  expect(told()).toEqual(['満たしていません', '満たしていません', '満たしています'])
})

test.each([
  ['temporary', '先に発行した仮パスワードは、再発行と同時に使えなくなります。'],
  ['expired', '現在使えるパスワードはありません。'],
  ['none', '現在使えるパスワードはありません。'],
] as const)('what a reissue takes away is told as it is: %s', async (passwordState, told) => {
  const { user } = await openReissue({ users: { read: () => answer({ ...target, passwordState }) } })
  await waitFor(() =>
    expect(screen.getByLabelText(passwordLabel, { selector: 'input' })).toHaveProperty('value', suggestedPassword),
  )
  expect(screen.getByText(told)).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '再発行' }))
  expect((await screen.findByRole('alertdialog')).textContent).toContain(told)
})

test('a long wait is explained', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { user } = await openReissue({ reissues: { issue: () => new Promise(() => undefined) } })
  await issue(user)
  await vi.advanceTimersByTimeAsync(4_000)
  expect(screen.queryByText(/サーバーの応答を待っています/)).toBeNull()
  await vi.advanceTimersByTimeAsync(2_000)
  // On the screen, and told.
  await waitFor(() => expect(screen.getAllByText(/サーバーの応答を待っています/)).toHaveLength(2))
})

test('a lost answer is its own state: checking sends the same input again, leaving asks (U22)', async () => {
  const issueChannel = vi.fn<DeskBridge['reissues']['issue']>(() => answer(receiptOf(staff)))
  issueChannel.mockImplementationOnce(() => refuse('outcome_unknown'))
  issueChannel.mockImplementationOnce(() => refuse('server_unreachable'))
  const { user } = await openReissue({ reissues: { issue: issueChannel } })
  await issue(user)
  expect(await screen.findByText('再発行の結果を確認しています')).toBeTruthy()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: '結果を確認' }))

  await user.click(screen.getByRole('link', { name: 'メニュー' }))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'この画面に残る' }))

  // Not reachable says nothing about the first attempt.
  await user.click(screen.getByRole('button', { name: '結果を確認' }))
  expect(await screen.findByText('server_unreachable', { exact: false })).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '結果を確認' }))
  expect(await screen.findByRole('heading', { name: '再発行完了' })).toBeTruthy()
  expect(issueChannel.mock.calls).toEqual(
    Array.from({ length: 3 }, () => [{ userId: staff.userId, temporaryPassword: suggestedPassword }]),
  )
})

test('Escape means that nothing happened: in the form, and in every dialog of the reissue (U17)', async () => {
  const issueChannel = vi.fn<DeskBridge['reissues']['issue']>(() => refuse('reauth_required'))
  const { user } = await openReissue({ reissues: { issue: issueChannel } })
  const field = screen.getByLabelText(passwordLabel, { selector: 'input' })
  await waitFor(() => expect(field).toHaveProperty('value', suggestedPassword))
  await user.type(field, 'X{Escape}')
  expect(field).toHaveProperty('value', `${suggestedPassword}X`)
  expect(screen.getByRole('heading', { name: 'パスワード再発行' })).toBeTruthy()
  expect(issueChannel).not.toHaveBeenCalled()

  await user.keyboard('{Enter}')
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: '再発行' }))
  await pressEscape(await screen.findByRole('dialog'))
  expect(issueChannel).toHaveBeenCalledTimes(1)
  expect(screen.getByLabelText(passwordLabel, { selector: 'input' })).toHaveProperty('value', `${suggestedPassword}X`)

  issueChannel.mockImplementation(() => answer(receiptOf(staff)))
  await user.click(screen.getByRole('button', { name: '再発行' }))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: '再発行' }))
  await user.click(await screen.findByRole('button', { name: '閉じる' }))
  await pressEscape(await screen.findByRole('alertdialog'))
  expect(document.querySelector('.secret')?.textContent).toBe(`${suggestedPassword}X`)
})

test('offline, 再発行 fails at once and is never sent later (U21)', async () => {
  const issueChannel = vi.fn<DeskBridge['reissues']['issue']>(() => refuse('server_unreachable'))
  const { user, emit } = await openReissue({ reissues: { issue: issueChannel } })
  emit('connectionChanged', connectionIs('unreachable'))
  await issue(user)
  expect((await screen.findByRole('alert')).textContent).toContain('操作は行われていません。')
  emit('connectionChanged', connectionIs('connected'))
  window.dispatchEvent(new Event('online'))
  await screen.findByText('接続中')
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  expect(screen.getByText('接続が戻りました。')).toBeTruthy()
  expect(issueChannel).toHaveBeenCalledTimes(1)
})

test('warnings stand beside the user, in one notice', async () => {
  const warnings = [{ code: 'reissued_recently' as const, count: 3 }, { code: 'never_logged_in' as const }]
  const warned = detailOf(seedUsers[1] ?? target, { warnings })
  await openReissue({ users: { read: () => answer(warned) } })
  const warning = screen.getByText('この24時間に3回再発行されています。').closest('ul')
  expect(warning?.textContent).toContain('このユーザーは一度もログインしていません。')
})

test.each([
  [1, 'Reissued once in the last 24 hours.'],
  [2, 'Reissued 2 times in the last 24 hours.'],
])('English counts: %i', (count, told) => {
  expect(createI18n('en').t('reissue.warning.reissued_recently', { count })).toBe(told)
})

test('English counts results: one, many, none', () => {
  const { t } = createI18n('en')
  const texts = [1, 2, 0].map((count) => t('search.count', { count, total: String(count) }))
  expect(texts).toEqual(['1 result', '2 results', '0 results'])
})

test('a suggestion that could not be had is asked for again once the server is there', async () => {
  const suggest = vi.fn<DeskBridge['reissues']['suggest']>(createFakeDesk().desk.reissues.suggest)
  suggest.mockImplementation(() => refuse('server_unreachable'))
  const { emit } = await openReissue({ reissues: { suggest } })
  expect((await screen.findByRole('alert')).textContent).toContain('server_unreachable')
  emit('connectionChanged', connectionIs('unreachable'))
  await screen.findByText('サーバーに接続できません')
  suggest.mockImplementation(createFakeDesk().desk.reissues.suggest)
  emit('connectionChanged', connectionIs('connected'))
  await waitFor(() =>
    expect(screen.getByLabelText(passwordLabel, { selector: 'input' })).toHaveProperty('value', suggestedPassword),
  )
})

test('asks for the own password when it was entered too long ago, and then goes on (P14)', async () => {
  let isConfirmed = false
  const issueChannel = vi.fn<DeskBridge['reissues']['issue']>(() =>
    isConfirmed ? answer(receiptOf(staff)) : refuse('reauth_required'),
  )
  const reauthenticate = vi.fn<DeskBridge['session']['reauthenticate']>(({ password }) => {
    isConfirmed = password === 'mine'
    return isConfirmed ? answer(loggedIn(administrator)) : refuse('invalid_credentials')
  })
  const { user } = await openReissue({ reissues: { issue: issueChannel }, session: { reauthenticate } })
  await issue(user)
  const dialog = await screen.findByRole('dialog', { name: 'ご自分のパスワードを入力してください' })
  const field = within(dialog).getByLabelText('あなたのパスワード', { selector: 'input' })
  expect(document.activeElement).toBe(field)
  await user.type(field, 'not mine{Enter}')
  expect(await within(dialog).findByText('パスワードが違います。')).toBeTruthy()
  await user.clear(field)
  await user.type(field, 'mine{Enter}')
  expect(await screen.findByRole('heading', { name: '再発行完了' })).toBeTruthy()
  expect(issueChannel).toHaveBeenCalledTimes(2)
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('the question for the own password can be cancelled: nothing has happened, and nothing typed is lost', async () => {
  const { user } = await openReissue({ reissues: { issue: () => refuse('reauth_required') } })
  await issue(user)
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: 'キャンセル' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.queryByText('最後にパスワードを入力してから時間がたっています。')).toBeNull()
  expect(screen.getByLabelText(passwordLabel, { selector: 'input' })).toHaveProperty('value', suggestedPassword)
})

test('tells what is suspicious about a request (H3)', async () => {
  const warnings = [
    { code: 'contact_changed_lately', at: '2026-11-22T03:00:00.000Z' } as const,
    { code: 'refused_lately', count: 2, suspicious: true } as const,
  ]
  await openReissue({ users: { read: () => answer({ ...target, warnings }) } })
  expect(screen.getByText('2026年11月22日(日) 12:00（日本時間）に連絡先が変更されています。')).toBeTruthy()
  expect(screen.getByText('この24時間に、不審な電話が記録されています（不合格は2回）。')).toBeTruthy()
})
