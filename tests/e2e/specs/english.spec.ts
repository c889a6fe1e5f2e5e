import { expect, test } from '../fixtures.ts'

test('the main job in English', async ({ launch, administrator }) => {
  const app = await launch({ language: 'en' })
  const page = await app.firstWindow()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await page.getByLabel('Login ID', { exact: true }).fill(administrator.loginId)
  await page.getByLabel('Password', { exact: true }).fill(administrator.password)
  await button('Log in').click()
  await page.getByRole('navigation').getByText('Password reissue').click()
  await button('Search').click()
  await page.getByRole('link', { name: /CZ021017/ }).click()
  await expect(page.getByText(/^valid until (Mon|Tue|Wed|Thu|Fri|Sat|Sun), .* 23:59 \(Japan time\)$/)).toBeVisible()
  await button('Reissue').click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reissue', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Password reissued' })).toBeVisible()
  // No Japanese but for the names of the sample.
  const text = (await page.locator('body').innerText()).replaceAll(/テスト/g, '')
  expect(text).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
})
