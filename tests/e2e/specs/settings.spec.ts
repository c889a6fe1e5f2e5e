import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type ElectronApplication } from '@playwright/test'
import { launchDesk } from '../launch-desk.ts'

/** Asks through the bridge, as the page does. */
const updateSettings = async (app: ElectronApplication, changes: object): Promise<unknown> =>
  await (await app.firstWindow()).evaluate(`desk.app.updateSettings(${JSON.stringify(changes)})`)
const readSettings = async (app: ElectronApplication): Promise<unknown> =>
  await (await app.firstWindow()).evaluate('desk.app.readSettings({})')

test('settings outlive the app, rules of the organisation win, and the log tells of both without a value', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'saihakko-settings-'))
  const policyFile = join(dir, 'policy.json')
  writeFileSync(policyFile, '{ "autoLockMinutes": 5, "serverUrl": "http://127.0.0.1:9" }', { mode: 0o600 })
  const launch = async () => await launchDesk({ userDataDir: join(dir, 'desk') })
  try {
    process.env['SAIHAKKO_POLICY_FILE'] = policyFile
    const first = await launch()
    await updateSettings(first, { theme: 'dark', clipboardSeconds: 30 })
    expect(await updateSettings(first, { autoLockMinutes: 60 })).toMatchObject({ error: { code: 'setting_locked' } })
    await first.close()

    const again = await launch()
    expect(await readSettings(again)).toMatchObject({
      value: { values: { theme: 'dark', clipboardSeconds: 30, autoLockMinutes: 5 }, locked: ['autoLockMinutes'] },
    })
    await expect((await again.firstWindow()).getByText('127.0.0.1:9')).toBeVisible()
    await again.close()
    const log = readFileSync(join(dir, 'desk', 'logs', 'main.log'), 'utf8')
    expect(log).toContain('"names":"autoLockMinutes serverUrl"')
    expect(log).toContain('"code":"setting_locked"')
    expect(log).not.toContain('dark')
  } finally {
    delete process.env['SAIHAKKO_POLICY_FILE']
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
})
