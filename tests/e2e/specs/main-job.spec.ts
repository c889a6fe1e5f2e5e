import { expect, test } from '../fixtures.ts'

const newPassword = 'a quiet harbour at dawn'

/** Product: from the typed query to copied. */
const keyBudget = 12

test('an administrator reissues by keyboard alone, in 12 keys after the query, and the user chooses a new password (U16)', async ({
  desk,
  administrator,
}) => {
  let pressed = 0
  const press = async (key: string) => {
    pressed += 1
    await desk.page.keyboard.press(key)
  }
  await desk.logIn(administrator)
  await expect(desk.heading('メニュー')).toBeVisible()
  await desk.openSearch()
  await desk.field('ログインID').fill('CZ02')
  await press('Enter')
  await desk.expectResults(1)
  await press('ArrowDown')
  await press('Enter')
  await expect(desk.page.getByText('未登録').filter({ visible: true }).first()).toBeVisible()

  await expect(desk.temporaryPasswordField()).toHaveValue(/^[A-HJ-NP-Za-kmnp-z2-9]{12}$/)
  const suggested = await desk.temporaryPasswordField().inputValue()
  await press('Tab')
  await expect(desk.temporaryPasswordField()).toBeFocused()
  await press('Enter')
  await expect(desk.dialog().getByRole('button', { name: 'キャンセル' })).toBeFocused()
  await press('Tab')
  await expect(desk.dialog().getByRole('button', { name: '再発行', exact: true })).toBeFocused()
  await press('Enter')
  await desk.expectReissued()
  await press('Control+C')
  await expect(desk.page.getByText(/コピー済み・あと \d+ 秒/).first()).toBeVisible()
  expect(pressed).toBeLessThanOrEqual(keyBudget)
  // The whole page selected holds the password, too: it is copied the safe way or not at all (E33).
  await desk.page.evaluate(() => {
    document.addEventListener('copy', (event) =>
      document.body.setAttribute('data-copied', String(event.defaultPrevented)),
    )
  })
  await desk.page.keyboard.press('Control+A')
  expect(await desk.page.evaluate(() => window.getSelection()?.toString())).toContain(suggested)
  await desk.page.evaluate(() => document.execCommand('copy'))
  await expect(desk.page.locator('body')).toHaveAttribute('data-copied', 'true')
  await desk.button('閉じる').click()
  await desk.logOut()

  await desk.logIn({ loginId: 'CZ021017', password: suggested })
  await desk.chooseNewPassword(newPassword)
  await expect(desk.page.getByText('新しいパスワードを設定しました')).toBeVisible()
  await desk.logOut()

  await desk.logIn({ loginId: 'CZ021017', password: suggested })
  await expect(desk.page.getByText('invalid_credentials')).toBeVisible()
  await desk.logIn({ loginId: 'CZ021017', password: newPassword })
  await expect(desk.heading('このアプリは管理者の方向けです')).toBeVisible()
})
