import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchDesk } from '../e2e/launch-desk.ts'
import { createDeskPage, type DeskPage } from '../e2e/pages/desk-page.ts'
import { importMembers, serveDirectories } from './serve-directories.ts'
import { isRequired, type Availability } from './servers/installed.ts'
import { checkOpenLdap, startOpenLdap } from './servers/open-ldap-server.ts'
import { checkSamba, startSamba } from './servers/samba-server.ts'
import { openActiveDirectoryWorld } from './worlds/active-directory-world.ts'
import type { DirectoryWorld } from './worlds/directory-world.ts'
import { openOpenLdapWorld } from './worlds/open-ldap-world.ts'

const newPassword = 'a quiet harbour at dawn'

test('the main job with members in OpenLDAP and in Active Directory: the user has to choose a password there', async () => {
  for (const availability of [checkOpenLdap(), checkSamba()]) requireServer(availability)
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-directories-'))
  const [openLdap, samba] = await Promise.all([startOpenLdap(), startSamba(), importMembers(folder, ['M-A', 'M-B'])])
  const worlds = await Promise.all([openOpenLdapWorld(openLdap.directory), openActiveDirectoryWorld(samba.directory)])
  const ending: (() => Promise<unknown>)[] = [
    ...worlds.map((world) => () => world.close()),
    () => openLdap.server.stop(),
    () => samba.server.stop(),
  ]
  try {
    const [inOpenLdap, inActiveDirectory] = [
      await prepareMember(worlds[0], 'M-A'),
      await prepareMember(worlds[1], 'M-B'),
    ]
    const service = await serveDirectories(folder, {
      'head-office': { directory: openLdap.directory, memberId: 'M-A' },
      branch: { directory: samba.directory, memberId: 'M-B' },
    })
    ending.unshift(() => service.end('SIGTERM'))
    const app = await launchDesk({ userDataDir: join(folder, 'desk'), serverUrl: service.url })
    ending.unshift(() => app.close())
    const desk = createDeskPage(await app.firstWindow())

    await test.step('Active Directory: must be changed at the next login (773)', async () => {
      const { world, administrator, staff } = inActiveDirectory
      const temporary = await reissueInDesk(desk, administrator, staff.loginId)
      expect(await world.signIn(staff, temporary)).toBe('must_change')
      expect(await world.signIn(staff, staff.password)).toBe('refused')
    })

    await test.step('OpenLDAP: the same by the control of password policies, and the choice in the app', async () => {
      const { world, administrator, staff } = inOpenLdap
      const temporary = await reissueInDesk(desk, administrator, staff.loginId)
      expect(await world.signIn(staff, temporary)).toBe('must_change')
      expect(await world.signIn(staff, staff.password)).toBe('refused')
      await desk.logIn({ loginId: staff.loginId, password: temporary })
      await desk.chooseNewPassword(newPassword)
      await expect(desk.page.getByText('新しいパスワードを設定しました')).toBeVisible()
      expect(await world.signIn(staff, newPassword)).toBe('works')
      expect(await world.signIn(staff, temporary)).toBe('refused')
    })
  } finally {
    for (const end of ending) await end()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})

function requireServer(availability: Availability): void {
  if (availability.isThere) return
  if (isRequired() && !availability.isInstalled) throw new Error(availability.reason)
  test.skip(true, availability.reason)
}

/** Before the server starts, so that its first mirror has them. */
async function prepareMember(world: DirectoryWorld, member: string) {
  const administrator = await world.addAccount({ member, role: 'administrator' })
  return { world, administrator, staff: await world.addAccount({ member }) }
}

/** Logs in as the administrator, searches, reissues, copies, logs out; the temporary password. */
async function reissueInDesk(
  desk: DeskPage,
  administrator: { readonly loginId: string; readonly password: string },
  loginId: string,
): Promise<string> {
  await desk.logIn(administrator)
  await expect(desk.heading('メニュー')).toBeVisible()
  await desk.openSearch()
  await desk.search({ ログインID: loginId })
  await desk.openUser(loginId)
  await expect(desk.temporaryPasswordField()).toHaveValue(/^[A-Za-z2-9]{10,}$/)
  const temporary = await desk.temporaryPasswordField().inputValue()
  await desk.reissue()
  await desk.expectReissued()
  await desk.copyPassword()
  await desk.button('閉じる').click()
  await desk.logOut()
  return temporary
}
