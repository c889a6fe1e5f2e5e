import type { CDPSession, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

/** An input method as the system drives it: text that is not confirmed yet, and keys that belong to the conversion. */
function createInputMethod(cdp: CDPSession) {
  const pressKey = async (key: string, windowsVirtualKeyCode: number, text?: string) => {
    const stroke = { key, code: key, windowsVirtualKeyCode }
    await cdp.send('Input.dispatchKeyEvent', { ...stroke, type: 'keyDown', ...(text === undefined ? {} : { text }) })
    await cdp.send('Input.dispatchKeyEvent', { ...stroke, type: 'keyUp' })
  }
  return {
    compose: (text: string) =>
      cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    confirm: (text: string) => cdp.send('Input.insertText', { text }),
    pressEnter: () => pressKey('Enter', 13, '\r'),
    pressEscape: () => pressKey('Escape', 27),
  }
}

const openInputMethod = async (page: Page) => createInputMethod(await page.context().newCDPSession(page))

test('Enter and Escape that belong to a conversion do nothing else: login, search, history (U4)', async ({
  desk,
  server,
}) => {
  const { loginId, password } = server.account('HD000001')

  await test.step('login: nothing is sent while the ID is composed', async () => {
    const ime = await openInputMethod(desk.page)
    const isToldOff = desk.page.getByText('パスワードを入力してください。')
    await desk.field('ログインID').focus()
    await ime.compose(loginId)
    await ime.pressEnter()
    await ime.pressEscape()
    // What submitting without a password says, it says at once.
    expect(await isToldOff.count()).toBe(0)
    await desk.field('ログインID').fill('')
    await ime.confirm(loginId)
    await ime.pressEnter()
    await expect(isToldOff).toBeVisible()
    await desk.field('パスワード').fill(password)
    await ime.pressEnter()
    await expect(desk.heading('メニュー')).toBeVisible()
  })

  await test.step('search: the Enter that confirms a name does not search, the next one does', async () => {
    const ime = await openInputMethod(desk.page)
    await desk.openSearch()
    await desk.field('ユーザー名').focus()
    await ime.compose('てすと')
    await ime.pressEnter()
    await ime.compose('テスト')
    await ime.pressEscape()
    await ime.compose('テスト')
    await ime.pressEnter()
    // A search that is under way shows its place at once.
    const results = desk.page.locator('main [aria-busy], main .results').filter({ visible: true })
    expect(await results.count()).toBe(0)
    await expect(desk.heading('ユーザー検索')).toBeVisible()
    await ime.confirm('テスト')
    await expect(desk.field('ユーザー名')).toHaveValue('テスト')
    await ime.pressEnter()
    await expect(desk.page.getByText(/^検索結果は、/).first()).toBeVisible()
  })

  await test.step('history: a name may be composed and confirmed in the filter', async () => {
    const ime = await openInputMethod(desk.page)
    await desk.openHistory()
    const filter = desk.page.getByRole('main').getByRole('textbox').first()
    await filter.focus()
    await ime.compose('てすと')
    await ime.pressEnter()
    await ime.pressEscape()
    await expect(desk.heading('再発行履歴')).toBeVisible()
    await ime.compose('テスト')
    await ime.confirm('テスト')
    await expect(filter).toHaveValue(/テスト$/)
  })
})
