import { expect } from '@playwright/test'
import type { Stage } from './stage.ts'

const newPassword = 'a quiet harbour at dawn'

/** The user’s part: log in with the temporary password and choose one of their own. */
export async function chooseNewPassword({ desk, step }: Stage, temporaryPassword: string): Promise<void> {
  const user = { loginId: 'CZ021017', password: temporaryPassword }
  await step('log out', 'logged-out', async () => {
    await desk.page.keyboard.press('Escape')
    await desk.logOut()
  })
  await step(
    'log in as CZ021017 with the temporary password: a new one has to be chosen',
    'choose-password',
    async () => {
      await desk.logIn(user)
      await expect(desk.heading('新パスワードの再設定')).toBeVisible()
    },
    { name: 'choose-password', of: desk.page.locator('.content-column > * > *') },
  )
  await step('choose a new password', 'password-chosen', async () => {
    await desk.chooseNewPassword(newPassword)
    await expect(desk.page.getByText('新しいパスワードを設定しました')).toBeVisible()
  })
  await step(
    'the temporary password works no more',
    'refused',
    async () => {
      await desk.logOut()
      await desk.logIn(user)
      await expect(desk.page.getByText('invalid_credentials')).toBeVisible()
    },
    { name: 'error', of: desk.page.getByRole('alert') },
  )
}
