import { channelNames } from '../../src-shared/ipc/channel-names.ts'
import { expect, test } from '../e2e/fixtures.ts'
import { createDeskPage } from '../e2e/pages/desk-page.ts'

test('S-02, S-05: the page has no Node, no Electron, no network and no token (E2, E20, E23, P19)', async ({
  desk,
  administrator,
}) => {
  await desk.logIn(administrator)
  await expect(desk.heading('メニュー')).toBeVisible()
  const seen = await desk.page.evaluate(() => ({
    node: [
      typeof Reflect.get(globalThis, 'require'),
      typeof Reflect.get(globalThis, 'process'),
      typeof Reflect.get(globalThis, 'ipcRenderer'),
    ],
    bridge: Object.keys(Reflect.get(globalThis, 'desk')).sort(),
    isFrozen: Object.isFrozen(Reflect.get(globalThis, 'desk')),
    stored: [localStorage.length, sessionStorage.length, document.cookie],
  }))
  expect(seen).toEqual({
    node: ['undefined', 'undefined', 'undefined'],
    bridge: [...Object.keys(channelNames), 'listen'].sort(),
    isFrozen: true,
    stored: [0, 0, ''],
  })
  const view = await desk.page.evaluate('window.desk.session.read({})')
  expect(JSON.stringify(view)).not.toMatch(/token/i)
})

test('S-12: three attacks of a page that was taken over are refused by the policy (E24)', async ({ desk, server }) => {
  await desk.page.evaluate(async (serverUrl) => {
    const seen: string[] = []
    Reflect.set(globalThis, 'violated', seen)
    const note = (event: SecurityPolicyViolationEvent): void => void seen.push(event.effectiveDirective)
    document.addEventListener('securitypolicyviolation', note)
    const inline = document.createElement('script')
    inline.textContent = 'globalThis.inlineRan = true'
    document.body.append(inline)
    const foreign = document.createElement('script')
    foreign.src = 'https://attacker.example/x.js'
    document.body.append(foreign)
    await fetch(`${serverUrl}/healthz`).catch(() => undefined)
  }, server.url)
  await expect
    .poll(() => desk.page.evaluate('violated'))
    .toEqual(expect.arrayContaining(['script-src-elem', 'connect-src']))
  expect(await desk.page.evaluate(() => 'inlineRan' in globalThis)).toBe(false)
})

test('S-07: no way out: navigation, new windows, and no violation in the normal flow (E13, E14)', async ({
  launch,
  administrator,
}) => {
  const app = await launch()
  const page = await app.firstWindow()
  const violations: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text())
  })
  const desk = createDeskPage(page)
  await expect(desk.heading('ログイン')).toBeVisible()
  const home = page.url()
  await page.evaluate(() => {
    globalThis.open('https://attacker.example/')
    const link = document.createElement('a')
    link.href = 'https://attacker.example/'
    document.body.append(link)
    link.click()
    link.remove()
  })
  await desk.logIn(administrator)
  await expect(desk.heading('メニュー')).toBeVisible()
  await desk.openSearch()
  await desk.search()
  await desk.expectResults(2)
  expect(page.url()).toBe(home)
  expect(app.windows()).toHaveLength(1)
  expect(violations).toEqual([])
})

test('S-06: no permission is to be had, asked or checked (E5)', async ({ desk }) => {
  await expect(desk.heading('ログイン')).toBeVisible()
  const states = await desk.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'persistent-storage']
    const query = (name: string): Promise<PermissionStatus> =>
      Reflect.apply(navigator.permissions.query, navigator.permissions, [{ name }])
    const checked = await Promise.all(names.map(async (name) => [name, (await query(name)).state]))
    const asked = [
      await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        () => 'denied',
      ),
      await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          () => resolve('denied'),
        )
      }),
    ]
    return { granted: checked.filter(([, state]) => state === 'granted'), checked: checked.length, asked }
  })
  expect(states).toEqual({ granted: [], checked: 6, asked: ['denied', 'denied'] })
})
