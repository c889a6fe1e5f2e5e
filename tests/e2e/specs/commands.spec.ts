import type { ElectronApplication } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { createDeskPage } from '../pages/desk-page.ts'

/** Which items of the window’s menu lead somewhere now, and choosing one of them. */
const enabledItems = (app: ElectronApplication) =>
  app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? [])
      .flatMap(({ submenu }) => submenu?.items ?? [])
      .filter(({ id, enabled }) => id && enabled)
      .map(({ id }) => id),
  )
const choose = (app: ElectronApplication, wanted: string) =>
  app.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), wanted)

test('the guide is there before the login, and the window’s menu, the palette and the keys lead everywhere after it (E42, U16)', async ({
  launch,
  administrator,
}) => {
  const app = await launch()
  const desk = createDeskPage(await app.firstWindow())
  const { page } = desk
  const screen = (name: string) => page.getByRole('heading', { level: 1, name, exact: true })

  await expect(screen('ログイン')).toBeVisible()
  await expect.poll(() => enabledItems(app)).toEqual(['open-help'])
  await choose(app, 'open-help')
  await expect(screen('ヘルプ')).toBeVisible()
  const picture = page.getByRole('img').first()
  await picture.scrollIntoViewIfNeeded()
  await expect(picture).toHaveJSProperty('complete', true)
  await expect(picture).not.toHaveJSProperty('naturalWidth', 0)
  const address = page.url()
  await page.getByRole('navigation', { name: '目次' }).getByRole('button').last().click()
  await expect(page.getByRole('heading', { level: 2 }).last()).toBeFocused()
  expect(page.url()).toBe(address)
  await page.keyboard.press('Escape')

  await desk.logIn(administrator)
  await expect(screen('メニュー')).toBeFocused()
  await expect.poll(() => enabledItems(app)).toContain('open-search')
  await choose(app, 'open-history')
  await expect(screen('再発行履歴')).toBeVisible()

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'コマンドを探す' }).fill('ケンサク')
  await page.keyboard.press('Enter')
  await expect(screen('ユーザー検索')).toBeVisible()
  await page.keyboard.press('Alt+4')
  await expect(screen('設定')).toBeFocused()
  await page.keyboard.press('?')
  await page.keyboard.press('Alt+0')
  await expect(desk.dialog()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(screen('設定')).toBeFocused()

  await page.keyboard.press('?')
  await expect(desk.dialog()).toBeVisible()
  await page.keyboard.press('Control+Shift+L')
  await expect(desk.dialog()).toHaveCount(0)
  await expect(desk.button('解除')).toBeVisible()
  await expect.poll(() => enabledItems(app)).toEqual(['open-help'])
})
