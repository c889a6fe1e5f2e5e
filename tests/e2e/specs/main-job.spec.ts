import { expect, test } from '../fixtures.ts'

const newPassword = 'a quiet harbour at dawn'

test('an administrator reissues, hands over by copying, and the user chooses a new password', async ({
  desk,
  administrator,
}) => {
  await desk.logIn(administrator)
  await expect(desk.heading('メニュー')).toBeVisible()
  await desk.openSearch()
  await desk.search()
  await desk.expectResults(2)
  await desk.openUser('CZ021017')
  await expect(desk.page.getByText('未登録').first()).toBeVisible()

  await expect(desk.temporaryPasswordField()).toHaveValue(/^[A-HJ-NP-Za-kmnp-z2-9]{12}$/)
  const suggested = await desk.temporaryPasswordField().inputValue()
  await desk.reissue()
  await desk.expectReissued()
  await desk.button('コピー').click()
  await expect(desk.page.getByText(/コピー済み・あと \d+ 秒/).first()).toBeVisible()
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
