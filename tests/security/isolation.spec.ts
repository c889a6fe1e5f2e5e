import { expect, test } from '../fixtures.ts'
import { createDeskPage } from '../pages/desk-page.ts'

test('the page has no Node, no Electron, no network and no token (E2, E20, E23, P19)', async ({
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
    bridge: ['app', 'clipboard', 'listen', 'policy', 'reissues', 'session', 'users', 'verifications'],
    isFrozen: true,
    stored: [0, 0, ''],
  })
  const view = await desk.page.evaluate('window.desk.session.read({})')
  expect(JSON.stringify(view)).not.toMatch(/token/i)
})

test('three attacks of a page that was taken over are refused by the policy (E24)', async ({ desk, server }) => {
  const violated = await desk.page.evaluate(async (serverUrl) => {
    const seen: string[] = []
    const note = (event: SecurityPolicyViolationEvent): void => void seen.push(event.effectiveDirective)
    document.addEventListener('securitypolicyviolation', note)
    const inline = document.createElement('script')
    inline.textContent = 'globalThis.inlineRan = true'
    document.body.append(inline)
    const foreign = document.createElement('script')
    foreign.src = 'https://attacker.example/x.js'
    document.body.append(foreign)
    await fetch(`${serverUrl}/healthz`).catch(() => undefined)
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    return { seen, inlineRan: Reflect.get(globalThis, 'inlineRan') === true }
  }, server.url)
  expect(violated.inlineRan).toBe(false)
  expect(violated.seen).toEqual(expect.arrayContaining(['script-src-elem', 'connect-src']))
})

test('no way out: navigation, new windows, and no violation in the normal flow (E13, E14)', async ({
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
