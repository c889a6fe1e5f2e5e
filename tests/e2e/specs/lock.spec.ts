import { expect, test } from '../fixtures.ts'

test('lock takes the content out of the page; unlocking needs the password and keeps the search', async ({
  desk,
  administrator,
}) => {
  await desk.logIn(administrator)
  await desk.openSearch()
  await desk.search({ ログインID: 'cz02' })
  await desk.expectResults(1)
  await desk.button('ロック').click()
  await expect(desk.heading('ロック中')).toBeVisible()
  expect(await desk.page.content()).not.toContain('CZ021017')

  await desk.field('パスワード').fill('wrong')
  await desk.button('解除').click()
  await expect(desk.page.getByText('invalid_credentials')).toBeVisible()
  await desk.field('パスワード').fill(administrator.password)
  await desk.button('解除').click()
  await expect(desk.field('ログインID')).toHaveValue('cz02')
})

test('a lock makes the main process refuse what the page may ask', async ({ desk, administrator }) => {
  await desk.logIn(administrator)
  await expect(desk.heading('メニュー')).toBeVisible()
  await desk.button('ロック').click()
  await expect(desk.heading('ロック中')).toBeVisible()
  const answer = await desk.page.evaluate("window.desk.users.search({ loginId: 'CZ' })")
  expect(answer).toMatchObject({ ok: false, error: { code: 'locked' } })
})
