import { expect, test } from '../fixtures.ts'
import { createDeskPage, type DeskPage } from '../pages/desk-page.ts'

const facts = { 契約番号: 'tst0030001', 代表者名: '佐藤花子' }

/** From the menu to the verification of WR020001’s caller. */
async function openCaller(desk: DeskPage): Promise<void> {
  await desk.openSearch()
  await desk.search({ ログインID: 'WR020001' })
  await desk.openUser('WR020001')
}

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
  await desk.copyPassword()
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
    ['札幌市', '不一致はあと2回で不合格になります。'],
    ['仙台市', '不一致はあと1回で不合格になります。'],
    ['那覇市', '本人確認は不合格です'],
  ] as const) {
    await desk.field('住所').fill(answer)
    await desk.field('住所').press('Enter')
    // The words alone: the live region says them after the name of the fact.
    await expect(desk.page.getByText(whatFollows, { exact: true })).toBeVisible()
  }
  await desk.openSearch()
  await desk.openUser('WR020001')
  await expect(desk.page.getByText('本人確認が1回不合格')).toBeVisible()
})

test.describe('with a second person (H2)', () => {
  const second = { loginId: 'HD000002', password: 'a second pair of eyes' }
  const newOperator = '--member-id OPER000000TST0000000 --login-id HD000002 --user-name 次郎 --role helpdesk'
  test.use({
    preparation: {
      commands: [
        { args: ['policy', '--set', 'secondPersonForAdministrators=true'] },
        { args: ['create-user', ...newOperator.split(' ')], input: `${second.password}\n` },
      ],
    },
  })

  test('a pass waits for another operator, survives leaving the screen, and goes on when approved', async ({
    desk,
    launch,
    server,
  }) => {
    await desk.logIn(server.account('HD000001'))
    await openCaller(desk)
    await desk.establishCaller(facts)
    await desk.button('合格').click()
    await expect(desk.page.getByText(/承認を待っています/)).toBeVisible()
    await desk.page.keyboard.press('Alt+3')
    await expect(desk.page.getByText('ご自分の確認')).toBeVisible()
    await desk.page.keyboard.press('Alt+1')
    await desk.openUser('WR020001')
    await expect(desk.page.getByText(/承認を待っています/)).toBeVisible()

    const other = createDeskPage(await (await launch({ userDataName: 'second' })).firstWindow())
    await other.logIn(second)
    await expect(other.heading('メニュー')).toBeFocused()
    await other.page.keyboard.press('Alt+3')
    await other.button('承認 WR020001').press('Enter')
    await expect(other.page.getByText('佐藤 花子（WR020001）の本人確認を承認しました。')).toBeFocused()

    await expect(desk.temporaryPasswordField()).toHaveValue(/^\w{12}$/)
    await desk.reissue()
    await desk.expectReissued()
  })
})

test.describe('where the own password is asked for again (P14)', () => {
  test.use({ preparation: { commands: [{ args: ['policy', '--set', 'reauthenticationSeconds=1'] }] } })

  test('before a reissue: cancelled, nothing has happened; entered, the reissue goes on', async ({ desk, server }) => {
    const helpdesk = server.account('HD000001')
    await desk.logIn(helpdesk)
    await openCaller(desk)
    await desk.establishCaller(facts)
    await desk.button('合格').click()
    await expect(desk.temporaryPasswordField()).toHaveValue(/^\w{12}$/)
    const password = desk.dialog().getByLabel('あなたのパスワード', { exact: true })

    await desk.reissue()
    await expect(password).toBeFocused()
    await password.press('Escape')
    await expect(desk.dialog()).toHaveCount(0)
    await expect(desk.button('再発行')).toBeFocused()

    await desk.reissue()
    await password.fill('not mine')
    await password.press('Enter')
    await expect(desk.dialog().getByText('invalid_credentials')).toBeVisible()
    await password.fill(helpdesk.password)
    await password.press('Enter')
    await desk.expectReissued()
  })
})
