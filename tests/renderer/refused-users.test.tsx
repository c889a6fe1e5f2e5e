import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { SessionUser } from '../../src-shared/api/sessions.ts'
import { noSearch } from '../../src-renderer/features/user-search/model/search-memory.ts'
import { answer, refuse, type DeskOverrides } from '../support/fake-desk.ts'
import { administrator, detailOf, helpdesk, loggedIn, staff } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

const target = detailOf({ ...staff, state: 'active', passwordState: 'active' })
const disabled = { ...target, permissions: { reissue: { code: 'account_disabled' as const } } }

/** As after a lock: the screen of the user opens at once. */
const openFor = (actor: SessionUser, overrides: DeskOverrides, language: 'ja' | 'en' = 'ja') =>
  renderDesk(
    { sessionView: loggedIn(actor), settings: { language } },
    {
      place: { read: () => answer({ place: { screen: { name: 'reissue', userId: staff.userId }, search: noSearch } }) },
      ...overrides,
    },
  )

test('a disabled ID is refused in words of this screen, not of the login', async () => {
  openFor(administrator, { users: { read: () => answer(disabled) } })
  expect(await screen.findByRole('heading', { name: '再発行できません' })).toBeTruthy()
  expect(screen.getByText('このIDは停止中のため、再発行できません。')).toBeTruthy()
  expect(screen.getByText(/ヘルプデスクへ停止の解除/)).toBeTruthy()
  expect(screen.queryByText('このIDは停止されています。')).toBeNull()
})

test.each([
  ['ja', '再発行できません', 'このアプリでは停止を解除できません。会員の別の管理者様', 'ヘルプデスクへ'],
  ['en', 'Cannot be reissued', 'It cannot be enabled in this app. Make sure that another admin', 'ask the helpdesk'],
] as const)('the helpdesk is told what it can do about a disabled ID: %s', async (language, title, own, others) => {
  openFor(helpdesk, { users: { read: () => answer(disabled) } }, language)
  const notice = (await screen.findByRole('region', { name: title })).textContent
  expect(notice).toContain(own)
  expect(notice).toContain('account_disabled')
  expect(notice).not.toContain(others)
})

test('the helpdesk is told the same when the ID was disabled before the verification could begin', async () => {
  const unverified = { ...target, permissions: { reissue: { code: 'verification_required' as const } } }
  const { user } = openFor(helpdesk, {
    users: { read: () => answer(unverified) },
    verifications: { start: () => refuse('account_disabled') },
  })
  await user.click(await screen.findByRole('button', { name: '本人確認を始める' }))
  const alert = (await screen.findByRole('alert')).textContent
  expect(alert).toContain('このアプリでは停止を解除できません。')
  expect(alert).not.toContain('ヘルプデスクへ')
})

test.each([
  {
    language: 'ja',
    told: ['このユーザーは見つかりません。', '検索し直してください。', 'not_found'],
    again: '検索し直す',
    retry: 'もう一度',
    title: 'ユーザー検索',
  },
  {
    language: 'en',
    told: ['This user cannot be found.', 'Search again.', 'not_found'],
    again: 'Search again',
    retry: 'Try again',
    title: 'User search',
  },
] as const)('a user who is gone is told of as such, and searched for anew: $language', async (words) => {
  const { language, told, again, retry, title } = words
  const { user } = openFor(administrator, { users: { read: () => refuse('not_found') } }, language)
  const alert = await screen.findByRole('alert')
  for (const text of told) expect(alert.textContent).toContain(text)
  expect(screen.queryByRole('button', { name: retry })).toBeNull()
  expect(document.activeElement?.tagName).toBe('H1')
  await user.tab()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: again }))
  await user.keyboard('{Enter}')
  expect(await screen.findByRole('heading', { name: title })).toBeTruthy()
})

test('nothing was reissued for a user who went meanwhile', async () => {
  const { user } = openFor(administrator, { reissues: { issue: () => refuse('not_found') } })
  const submit = await screen.findByRole('button', { name: '再発行' })
  await waitFor(() => expect(submit.getAttribute('aria-disabled')).not.toBe('true'))
  await user.click(submit)
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: '再発行' }))
  const alert = (await screen.findByRole('alert')).textContent
  expect(alert).toContain('このユーザーは見つかりません。')
  expect(alert).toContain('再発行は行われていません。')
})
