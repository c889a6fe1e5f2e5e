import { expect, type Locator, type Page } from '@playwright/test'

export interface Credentials {
  readonly loginId: string
  readonly password: string
}

/** The screens of the app as a Japanese-speaking person finds them: by their labels. */
export function createDeskPage(page: Page) {
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  /** A screen that is only prepared has fields as well, hidden. */
  const field = (name: string): Locator => page.getByLabel(name, { exact: true }).filter({ visible: true })
  const heading = (name: string): Locator => page.getByRole('heading', { name, exact: true })
  const dialog = (): Locator => page.getByRole('alertdialog').or(page.getByRole('dialog'))

  return {
    page,
    button,
    field,
    heading,
    dialog,

    /** Fills the login form and waits for whatever screen follows. */
    async logIn({ loginId, password }: Credentials): Promise<void> {
      await field('ログインID').fill(loginId)
      await field('パスワード').fill(password)
      await button('ログイン').click()
    },

    /** On the login screen of the trial server: takes over a sample account from the card. */
    async fillFromTrialCard(loginId: string): Promise<void> {
      const account = page.getByRole('listitem').filter({ hasText: loginId })
      await account.getByRole('button', { name: 'この内容で入力' }).click()
      await expect(field('ログインID')).toHaveValue(loginId)
    },

    async logOut(): Promise<void> {
      await button('ログアウト').click()
      await expect(heading('ログイン')).toBeVisible()
    },

    async chooseNewPassword(password: string): Promise<void> {
      await expect(heading('新パスワードの再設定')).toBeVisible()
      await field('新しいパスワード').fill(password)
      await field('新しいパスワード（確認）').fill(password)
      await button('設定する').click()
    },

    /** From the menu to the search screen. */
    async openSearch(): Promise<void> {
      await page.getByRole('navigation').getByText('パスワード再発行').click()
      await expect(heading('ユーザー検索')).toBeVisible()
    },

    async openHistory(): Promise<void> {
      await page.getByRole('navigation').getByText('再発行履歴').click()
      await expect(heading('再発行履歴')).toBeVisible()
    },

    async search(conditions: Readonly<Record<string, string>> = {}): Promise<void> {
      for (const [name, text] of Object.entries(conditions)) await field(name).fill(text)
      await button('検索').click()
    },

    async expectResults(total: number): Promise<void> {
      await expect(page.getByText(`検索結果は、${total}件です。`).first()).toBeVisible()
    },

    userLink: (loginId: string): Locator => page.getByRole('link', { name: new RegExp(loginId) }),

    /** From the results; a search for the whole ID has opened it already. */
    async openUser(loginId: string): Promise<void> {
      const link = page.getByRole('link', { name: new RegExp(loginId) })
      const opened = heading('パスワード再発行')
      // The row may be one of the results before, which goes away as the hit opens.
      await expect(async () => {
        await expect(link.or(opened)).toBeVisible()
        if (!(await opened.isVisible())) await link.click({ timeout: 1_000 })
        await expect(opened).toBeVisible({ timeout: 3_000 })
      }).toPass()
    },

    /** 本人確認 up to the pass that is asked for: a call-back, matching facts by their labels, the person. */
    async establishCaller(facts: Readonly<Record<string, string>>): Promise<void> {
      await button('本人確認を始める').click()
      await page.getByLabel('会員の代表番号').check()
      for (const [label, answer] of Object.entries(facts)) {
        await field(label).fill(answer)
        await field(label).press('Enter')
      }
      await expect(page.getByText('一致', { exact: true })).toHaveCount(Object.keys(facts).length)
      await field('3. 電話の相手は、管理者ご本人です').check()
    },

    temporaryPasswordField: (): Locator => field('新パスワード(半角英数32文字以内)'),

    /** Presses 再発行, and 再発行 once more in the confirmation. */
    async reissue(): Promise<void> {
      await expect(button('再発行')).toBeEnabled()
      await button('再発行').click()
      await dialog().getByRole('button', { name: '再発行', exact: true }).click()
    },

    async expectReissued(): Promise<void> {
      await expect(heading('再発行完了')).toBeVisible()
    },

    /** On the done screen. Who leaves before it is told as copied is asked whether to. */
    async copyPassword(): Promise<void> {
      await button('コピー').click()
      // In the card: at the edge of the window an earlier copy may still be counted down.
      await expect(page.getByRole('main').getByText('コピー済み')).toBeVisible()
    },
  }
}

export type DeskPage = ReturnType<typeof createDeskPage>
