import { expect, test } from '../fixtures.ts'

test('the helpdesk verifies a caller, reissues for the administrator once, and they choose a new password (H1)', async ({
  desk,
  server,
}) => {
  await desk.logIn(server.account('HD000001'))
  await desk.openSearch()
  await desk.search({ 会員名: 'サンプル', ログインID: 'wr02' })
  await desk.expectResults(1)
  await desk.openUser('WR020001')
  await expect(desk.heading('本人確認')).toBeVisible()
  await expect(desk.button('再発行')).toHaveCount(0)

  await desk.establishCaller({ 契約番号: 'ｔｓｔ 0030 001', 代表者名: '佐藤花子' })
  await desk.button('合格').click()

  await expect(desk.temporaryPasswordField()).toHaveValue(/^\w{12}$/)
  const temporaryPassword = await desk.temporaryPasswordField().inputValue()
  await desk.reissue()
  await desk.expectReissued()
  await desk.button('コピー').click()
  await desk.button('閉じる').click()

  // A pass is good for one reissue: the next one begins anew.
  await desk.openSearch()
  await desk.search({ ログインID: 'WR020001' })
  await desk.openUser('WR020001')
  await expect(desk.button('本人確認を始める')).toBeVisible()
  await desk.logOut()

  await desk.logIn({ loginId: 'WR020001', password: temporaryPassword })
  await desk.chooseNewPassword('a quiet harbour at dawn')
  await expect(desk.heading('メニュー')).toBeVisible()
})

test('three wrong answers end a verification, and the next operator is warned (H3)', async ({ desk, server }) => {
  await desk.logIn(server.account('HD000001'))
  await desk.openSearch()
  await desk.search({ ログインID: 'WR020001' })
  await desk.openUser('WR020001')
  await desk.button('本人確認を始める').click()
  for (const [answer, whatFollows] of [
    ['札幌市', '不一致はあと 2 回で不合格になります。'],
    ['仙台市', '不一致はあと 1 回で不合格になります。'],
    ['那覇市', '本人確認は不合格です'],
  ] as const) {
    await desk.field('住所').fill(answer)
    await desk.field('住所').press('Enter')
    await expect(desk.page.getByText(whatFollows)).toBeVisible()
  }
  await desk.openSearch()
  await desk.openUser('WR020001')
  await expect(desk.page.getByText('本人確認が 1 回不合格')).toBeVisible()
})
