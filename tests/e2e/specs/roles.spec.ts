import { expect, test } from '../fixtures.ts'

test('the helpdesk is told whom staff have to call instead', async ({ desk, server }) => {
  await desk.logIn(server.account('HD000001'))
  await desk.openSearch()
  await desk.search({ ログインID: 'CZ021017' })
  await desk.openUser('CZ021017')
  await expect(desk.page.getByText('administrator_required')).toBeVisible()
  await expect(desk.page.getByText('お問い合わせ先')).toBeVisible()
  await expect(desk.button('再発行')).toHaveCount(0)
})

test('an administrator sees the own member only, and is sent to the helpdesk for the own ID', async ({
  desk,
  administrator,
}) => {
  await desk.logIn(administrator)
  await desk.openSearch()
  await desk.search({ ログインID: 'WR020001' })
  await desk.expectResults(0)
  await desk.button('クリア').click()
  await desk.search()
  await desk.expectResults(2)
  await desk.openUser('WR012739')
  await expect(desk.page.getByText('helpdesk_required')).toBeVisible()
  await expect(desk.button('再発行')).toHaveCount(0)
})
