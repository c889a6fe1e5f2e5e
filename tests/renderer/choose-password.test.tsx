import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, refuse } from '../support/fake-desk.ts'
import { administrator, loggedIn, staff } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

const good = 'correct horse battery'

async function typeTwice(user: ReturnType<typeof renderDesk>['user'], first: string, again = first) {
  await user.type(await screen.findByLabelText('新しいパスワード'), first)
  await user.type(screen.getByLabelText('新しいパスワード（確認）'), `${again}{Enter}`)
}

test('a temporary password leads to the choice of a new one only, and then into the menu', async () => {
  const choosePassword = vi.fn<DeskBridge['session']['choosePassword']>(() => answer(loggedIn(administrator)))
  const { user } = renderDesk({ sessionView: loggedIn(administrator, true) }, { session: { choosePassword } })
  expect(await screen.findByRole('heading', { name: '新パスワードの再設定' })).toBeTruthy()
  expect(screen.queryByRole('navigation')).toBeNull()
  await typeTwice(user, good)
  expect(await screen.findByRole('heading', { name: 'メニュー' })).toBeTruthy()
  expect(choosePassword).toHaveBeenCalledWith({ newPassword: good })
})

test('staff learn that the portal now accepts the new password', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(staff, true) })
  await typeTwice(user, good)
  expect(await screen.findByRole('heading', { name: '新しいパスワードを設定しました' })).toBeTruthy()
  expect(
    screen.getByText('ポータルへは、新しいパスワードでログインしてください。このアプリは終了して構いません。'),
  ).toBeTruthy()
  expect(screen.getByText(/このアプリは管理者の方向けです/)).toBeTruthy()
})

test('the rules answer while one types; a bad entry is not sent', async () => {
  const choosePassword = vi.fn<DeskBridge['session']['choosePassword']>(() => answer(loggedIn(staff)))
  const { user } = renderDesk({ sessionView: loggedIn(staff, true) }, { session: { choosePassword } })
  await typeTwice(user, 'cz021017', 'other')
  expect(screen.getByText(/15 文字以上にしてください。 ログインIDや名前を含めないでください。/)).toBeTruthy()
  expect(screen.getByText('2回の入力が違います。')).toBeTruthy()
  expect(choosePassword).not.toHaveBeenCalled()
  // The first field with a fault has the focus.
  const [entry, again] = [screen.getByLabelText('新しいパスワード'), screen.getByLabelText('新しいパスワード（確認）')]
  expect(document.activeElement).toBe(entry)
  await user.clear(entry)
  await user.type(entry, `${good}{Enter}`)
  expect(document.activeElement).toBe(again)
})

/** The marks of the rules as a screen reader has them. */
const rulesTold = (name = 'パスワードの条件') =>
  within(screen.getByRole('list', { name }))
    .getAllByRole('listitem')
    .map((rule) => rule.querySelector('.visually-hidden')?.textContent)

test('a rule has its cross once it is broken and the typing is over, its check as soon as it is met', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(staff, true) })
  const entry = await screen.findByLabelText('新しいパスワード')
  const [met, violated, open] = ['満たしています', '満たしていません', 'まだ確かめていません']
  expect(rulesTold()).toEqual([open, open, open, open])
  await user.type(entry, 'cz021017')
  expect(rulesTold()).toEqual([open, open, met, open])
  await user.type(screen.getByLabelText('新しいパスワード（確認）'), 'c')
  expect(rulesTold()).toEqual([violated, violated, met, open])
  // With Enter, and by a form of their own: not by colour alone.
  await user.keyboard('{Enter}')
  expect(rulesTold()).toEqual([violated, violated, met, violated])
  const [cross, , check] = document.querySelectorAll('.rules svg')
  expect(cross?.innerHTML).not.toBe(check?.innerHTML)
  await user.clear(entry)
  await user.type(entry, good)
  expect(rulesTold()).toEqual([met, met, met, violated])
  await user.clear(entry)
  expect(rulesTold()).toEqual([open, open, open, violated])
  await user.click(screen.getByRole('button', { name: 'English' }))
  await screen.findByRole('heading', { name: 'Choose a new password' })
  expect(new Set(rulesTold('Password requirements'))).toEqual(new Set(['not checked yet', 'not met']))
})

test('a rule that only the server can judge has its cross when the server refuses', async () => {
  const fields = [{ path: 'newPassword', code: 'too_simple', message: 'simple' }]
  const { user } = renderDesk(
    { sessionView: loggedIn(staff, true) },
    { session: { choosePassword: () => refuse('password_policy', { fields }) } },
  )
  await typeTwice(user, good)
  await screen.findByText('推測されやすい並びです。別のものにしてください。')
  expect(rulesTold()[2]).toBe('満たしていません')
})

test('the language can be changed before a password is chosen, and what was typed stays', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(staff, true) })
  await user.type(await screen.findByLabelText('新しいパスワード'), good)
  await user.click(screen.getByRole('button', { name: 'English' }))
  expect(await screen.findByRole('heading', { name: 'Choose a new password' })).toBeTruthy()
  expect(screen.getByLabelText('New password')).toHaveProperty('value', good)
  expect(screen.getByRole('button', { name: 'English' }).getAttribute('aria-pressed')).toBe('true')
})

test("the server's field errors stand at the field", async () => {
  const fields = [{ path: 'newPassword', code: 'same_as_current', message: 'same' }]
  const { user } = renderDesk(
    { sessionView: loggedIn(staff, true) },
    { session: { choosePassword: () => refuse('password_policy', { fields }) } },
  )
  await typeTwice(user, good)
  await waitFor(() => expect(screen.getByText('現在のパスワードと違うものにしてください。')).toBeTruthy())
})
