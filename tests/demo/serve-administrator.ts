import { expect } from '@playwright/test'
import type { Credentials } from '../e2e/pages/desk-page.ts'
import { dismissStorageNotice } from './begin.ts'
import type { Stage } from './stage.ts'

interface Operators {
  readonly first: Credentials
  readonly second: Credentials
}

/** The helpdesk’s part: it finds administrators of every member, verifies the caller, a second person approves, and then it reissues. */
export async function serveAdministrator(stage: Stage, { first, second }: Operators): Promise<void> {
  const { desk, step } = stage
  await step('log in as the helpdesk', 'helpdesk-menu', async () => {
    await logIn(desk, first)
    await dismissStorageNotice(desk)
  })
  await verifyCaller(stage)
  await approve(stage, first, second)
  await step('reissue for the administrator: to be read aloud at once', 'helpdesk-reissued', async () => {
    await desk.reissue()
    await desk.expectReissued()
    await expect(desk.page.getByText('1 文字目（全 12 文字）')).toBeVisible()
  })
}

async function verifyCaller({ desk, step }: Stage): Promise<void> {
  const { page } = desk
  await step('search the members’ administrators', 'helpdesk-results', async () => {
    await desk.openSearch()
    await desk.search({ ログインID: 'wr0' })
    await desk.expectResults(2)
  })
  await step('open WR012739: identity verification comes first', 'helpdesk-verification', async () => {
    await desk.openUser('WR012739')
    await expect(desk.button('本人確認を始める')).toBeVisible()
  })
  await step(
    'call back a number on file, compare what the caller says',
    'helpdesk-verified',
    () => desk.establishCaller({ 契約番号: 'tst0020001', 代表者名: '見本一郎' }),
    { name: 'verification', of: page.locator('.content-column > * > *') },
  )
  await step('passed: another operator has to approve', 'helpdesk-awaiting', async () => {
    await desk.button('合格').click()
    await expect(page.getByText(/承認を待っています/)).toBeVisible()
  })
}

async function approve({ desk, step }: Stage, first: Credentials, second: Credentials): Promise<void> {
  const { page } = desk
  await step(
    'log in as the second person: one verification is waiting',
    'approvals',
    async () => {
      await desk.logOut()
      await logIn(desk, second)
      await page.keyboard.press('Alt+3')
      await expect(desk.button('承認 WR012739')).toBeVisible()
    },
    { name: 'approvals', of: page.locator('.content-column > * > *') },
  )
  await step('approve it', 'approved', async () => {
    await desk.button('承認 WR012739').press('Enter')
    await expect(page.getByText(/本人確認を承認しました/)).toBeFocused()
  })
  await step('approved: the first operator may reissue, once', 'helpdesk-reissue', async () => {
    await desk.logOut()
    await logIn(desk, first)
    await desk.openSearch()
    await desk.search({ ログインID: 'WR012739' })
    await desk.openUser('WR012739')
    await expect(desk.temporaryPasswordField()).not.toHaveValue('')
  })
}

async function logIn(desk: Stage['desk'], credentials: Credentials): Promise<void> {
  await expect(desk.heading('ログイン')).toBeVisible()
  await desk.logIn(credentials)
  await expect(desk.heading('メニュー')).toBeVisible()
}
