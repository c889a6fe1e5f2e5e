import type { ElectronApplication } from '@playwright/test'

/** A function of the page: reissues for one user `count` times, from the search screen back to it, each password copied. */
export async function reissueInPage({ loginId, count }: { readonly loginId: string; readonly count: number }) {
  const patienceMs = 20_000

  async function wait<T>(what: string, find: () => T | undefined): Promise<T> {
    const until = performance.now() + patienceMs
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      if (performance.now() > until) throw new Error(`waited in vain for ${what}`)
      await new Promise((resume) => setTimeout(resume, 4))
    }
  }
  /** Without the key that is shown on a button. */
  const readOwnText = (element: Element): string =>
    [...element.childNodes].map((node) => (node instanceof Text ? node.data.trim() : '')).join('')
  const findButton = (name: string, inside: ParentNode = document): HTMLButtonElement | undefined =>
    [...inside.querySelectorAll('button')].find(
      (button) => readOwnText(button) === name && !button.disabled && button.checkVisibility(),
    )
  const press = async (name: string): Promise<void> => (await wait(name, () => findButton(name))).click()
  const findField = (label: string): HTMLInputElement | undefined =>
    [...document.querySelectorAll('input')].find(
      (field) =>
        field.checkVisibility() && [...(field.labels ?? [])].some((each) => each.textContent?.trim() === label),
    )
  /** Nobody else is so quick that it would still be asked whether the password was handed over. */
  async function leave(): Promise<void> {
    await press('別のユーザー')
    const next = await wait('the search', () => findField('ログインID') ?? findButton('表示に戻る'))
    if (next instanceof HTMLInputElement) return
    next.click()
    await leave()
  }
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set

  for (let done = 0; done < count; done += 1) {
    const search = await wait('the search', () => findField('ログインID'))
    setValue?.call(search, loginId)
    search.dispatchEvent(new Event('input', { bubbles: true }))
    search.form?.requestSubmit()
    await wait('a suggestion', () => findField('新パスワード(半角英数32文字以内)')?.value || undefined)
    await press('再発行')
    const dialog = await wait(
      'the question',
      () => document.querySelector('dialog[open], [role="alertdialog"]') ?? undefined,
    )
    await wait('its answer', () => findButton('再発行', dialog)).then((button) => button.click())
    await press('コピー')
    await wait('the copy', () => document.querySelector('main')?.textContent?.includes('コピー済み') || undefined)
    await leave()
  }
}

/** A function of the page: from now on what is to be done in a second or later is done so many times sooner. */
export function hastenPage(times: number): void {
  const [later, often] = [globalThis.setTimeout, globalThis.setInterval]
  const shorten = (ms: number | undefined): number => (ms !== undefined && ms >= 1_000 ? ms / times : (ms ?? 0))
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms?: number) => later(run, shorten(ms)),
    setInterval: (run: () => void, ms?: number) => often(run, shorten(ms)),
  })
}

/** What the main process holds after a collection, in bytes. */
export async function measureMain(app: ElectronApplication): Promise<number> {
  return await app.evaluate(() => {
    const v8 = process.getBuiltinModule('node:v8')
    v8.setFlagsFromString('--expose-gc')
    const collect: unknown = process.getBuiltinModule('node:vm').runInNewContext('gc')
    for (let times = 0; times < 3; times += 1) if (typeof collect === 'function') collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  })
}

/**
 * Lets the main process live through `hours` with clock and timers moved on from one heartbeat to the next, each of which
 * really asks the server. `beatMs`: between two of them. Once in its life: timers that are due later do not come back from
 * it. Returns how often the server was asked.
 */
export async function passHoursInMain(app: ElectronApplication, hours: number, beatMs: number): Promise<number> {
  return await app.evaluate(
    async (_electron, { beats, beatMs: stepMs, longestBegunMs }) => {
      const { mock } = process.getBuiltinModule('node:test')
      const { subscribe } = process.getBuiltinModule('node:diagnostics_channel')
      const requests = { asked: 0, answered: 0 }
      subscribe('http.client.request.start', () => void (requests.asked += 1))
      subscribe('http.client.response.finish', () => void (requests.answered += 1))
      const reallyWait = globalThis.setTimeout
      mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.now() })
      // What was begun before is due by the real clock, and would find that hours have passed: a sleep, which locks.
      await new Promise<void>((resume) => void reallyWait(resume, longestBegunMs))
      for (let beat = 0; beat < beats; beat += 1) {
        mock.timers.tick(stepMs)
        // At least once round the event loop; then until the answer is there, but no longer than a second.
        for (let turn = 0; turn === 0 || (requests.answered < requests.asked && turn < 1_000); turn += 1)
          await new Promise<void>((resume) => void reallyWait(resume, 1))
      }
      mock.timers.reset()
      return requests.asked
    },
    { beats: Math.round((hours * 3_600_000) / beatMs), beatMs, longestBegunMs: 6_000 },
  )
}
