import type { BenchPage } from './page-harness.ts'

/** Milliseconds from key to paint, by act; the first one of each is the first since the page was loaded. */
export type PaintTimes = Map<PaintAct, number[]>

export const paintActs = {
  openSearch: 'search screen opened',
  type: 'a letter typed in the search',
  search: 'Enter in the search → rows',
  openUser: 'Enter on a row → user',
  ask: 'Enter in the password’s field → question',
  issue: 'Enter in the question → done',
  copy: 'Ctrl+C → copied',
  openHistory: 'history opened',
  openPalette: 'palette opened',
  typePalette: 'a letter typed in the palette',
} as const
export type PaintAct = keyof typeof paintActs

/** In the order in which they are done. */
export const paintActNames = [
  'openSearch',
  'type',
  'search',
  'openUser',
  'ask',
  'issue',
  'copy',
  'openHistory',
  'openPalette',
  'typePalette',
] as const satisfies readonly PaintAct[]

/** Where a login ID is typed on the search screen. */
const searchField = '.search-field:nth-child(2) input'

/** Does an act, which gives its milliseconds, and looks at something while it is being done. */
export type WatchAct = (name: PaintAct, act: () => Promise<number>) => Promise<number>

/** One reissue from the menu to the menu, by keys only; every key that changes what is seen is measured. */
export async function doOneReissue(
  bench: BenchPage,
  times: PaintTimes,
  number: number,
  watch: WatchAct = (_, act) => act(),
): Promise<void> {
  const { page, rest, pressUntil } = bench
  const act = async (name: PaintAct, ...press: Parameters<BenchPage['pressUntil']>) => {
    await rest()
    times.set(name, [...(times.get(name) ?? []), await watch(name, () => pressUntil(...press))])
  }
  await act('openSearch', 'Alt+1', { selector: searchField })

  const word = `CZ${String(number).padStart(4, '0')}`
  const field = page.locator(searchField)
  await field.focus()
  await field.selectText()
  for (let length = 1; length <= word.length; length += 1) {
    const text = word.slice(0, length)
    await act('type', text.slice(-1), { selector: searchField, text })
  }
  const found = `CZ${String(number).padStart(6, '0')}`
  await act('search', 'Enter', { selector: '.row-link', text: found })

  await page.keyboard.press('ArrowDown')
  await act('openUser', 'Enter', { selector: '.target-name' }, { selector: passwordField, text: 'mXacknvU7Qwe' })

  await page.locator(passwordField).focus()
  await act('ask', 'Enter', { selector: 'dialog[open] .danger' })
  await page.locator('dialog[open] .danger').focus()
  await act('issue', 'Enter', { selector: '.handover .secret' })
  await act('copy', 'Control+c', { selector: '.handover .status-clipboard' })

  await act('openHistory', 'Alt+2', { selector: ".history-grid[aria-busy='false'] .grid-row .code" })
  await act('openPalette', 'Control+k', { selector: 'dialog[open] .palette-option' })
  const palette = 'dialog[open] input'
  await act('typePalette', 's', { selector: palette, text: 's' })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+0')
  await page.locator('.menu-entries').waitFor()
}

const passwordField = '.temporary-password input'

/** The same acts on the page that has nothing but the kit: a letter, and Enter that writes a line. */
export async function doFloorActs(bench: BenchPage, count: number): Promise<{ typed: number[]; entered: number[] }> {
  const { page, rest, pressUntil } = bench
  const [typed, entered]: [number[], number[]] = [[], []]
  await page.locator('input').focus()
  for (let text = 'x'; text.length <= count; text += 'x') {
    await rest()
    typed.push(await pressUntil('x', { selector: 'input', text }))
    await rest()
    entered.push(await pressUntil('Enter', { selector: '.floor-done', text }))
  }
  return { typed, entered }
}
