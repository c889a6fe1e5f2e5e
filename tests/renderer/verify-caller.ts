import { screen, waitFor } from '@testing-library/react'
import { expect } from 'vitest'
import { answer, type DeskOverrides } from '../support/fake-desk.ts'
import { administrator, detailOf, helpdesk, loggedIn, rightAnswer } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

export const target = {
  ...detailOf({ ...administrator, state: 'active' as const, passwordState: 'active' as const }),
  permissions: { reissue: { code: 'verification_required' as const } },
}

/** The helpdesk’s desk with an administrator opened, whose caller is to be verified. */
export async function openTarget(overrides: DeskOverrides = {}) {
  const rendered = renderDesk(
    { sessionView: loggedIn(helpdesk) },
    { users: { read: () => answer(target) }, ...overrides },
  )
  const { user } = rendered
  await user.click(await screen.findByRole('button', { name: 'パスワード再発行' }))
  await user.click(screen.getByRole('button', { name: '検索' }))
  await user.click(await screen.findByRole('link', { name: administrator.loginId }))
  await screen.findByRole('heading', { name: '本人確認' })
  return rendered
}

export type User = Awaited<ReturnType<typeof openTarget>>['user']

/** Types what the caller says and has it compared. */
export const say = async (user: User, fact: string, said: string) => {
  const field = screen.getByLabelText(fact)
  await user.type(field, `${said}{Enter}`)
}

/** Every step up to the pass. */
export async function establish(user: User) {
  await user.click(screen.getByRole('button', { name: '本人確認を始める' }))
  await user.click(await screen.findByLabelText('ご本人の番号 ***-****-2739'))
  await say(user, '住所', rightAnswer)
  await waitFor(() => expect(screen.getAllByText('一致')).toHaveLength(1))
  await say(user, '代表者名', rightAnswer)
  await waitFor(() => expect(screen.getAllByText('一致')).toHaveLength(2))
  await user.click(screen.getByLabelText('3. 電話の相手は、管理者ご本人です'))
}
