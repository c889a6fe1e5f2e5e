import { en } from '../../src-renderer/i18n/en/en.ts'
import { findAxeViolations } from './check-accessibility.ts'
import { findFocusFaults } from './check-focus.ts'
import { findMisfits, findRawKeys } from './check-layout.ts'
import { desktop, type Stage } from './fixtures.ts'
import type { GalleryState } from './gallery-state.ts'
import { isNightly } from '../support/fault-rounds.ts'
import { states } from './states.ts'

/** The window of WCAG 1.4.10, and a usual one at 200 % (1.4.4). */
const reflowed = { width: 320, height: 640 }
const doubled = { width: 640, height: 400 }
const small = { width: 1024, height: 700 }

const textAreas = Object.keys(en)

const otherColours = ['dark', 'high-contrast', 'forced colours'] as const

/**
 * What axe looks at: its rules in one language, and contrast in one more theme than the light one. The states of a screen
 * follow each other and take turns, so that each screen is seen in all of them; `npm run nightly gallery` sees every state so.
 */
function chooseLooks(state: string) {
  const turn = states.findIndex(({ name }) => name === state)
  const inEnglish = turn % 2 === 1
  const colours = otherColours.filter((_, index) => isNightly || index === turn % otherColours.length)
  return { axeInJapanese: isNightly || !inEnglish, axeInEnglish: isNightly || inEnglish, colours }
}

/** Everything that has to hold of a state, in both languages and the themes whose turn it is. Gives what does not, each with where. */
export async function checkState(stage: Stage, { name: state, ...told }: GalleryState): Promise<string[]> {
  const { page, show } = stage
  const faults: string[] = []
  const look = async (where: string, find: Promise<string[]>) => {
    for (const fault of await find) faults.push(`${where}: ${fault}`)
  }
  const lookInWindow = async (where: string, size: typeof desktop) => {
    await page.setViewportSize(size)
    // What is placed beside something else, or measures its place, follows in the next frames.
    for (let tries = 0; tries < 5 && (await findMisfits(page)).length > 0; tries += 1) await page.clock.runFor(200)
    await look(`${where}, ${size.width} px`, findMisfits(page))
  }

  const change = (look: Parameters<typeof window.gallery.change>[0]) =>
    page.evaluate((chosen) => window.gallery.change(chosen), look)

  await show({ state })
  const looks = chooseLooks(state)
  if (looks.axeInJapanese) await look('Japanese', findAxeViolations(page))
  await look('Japanese', findRawKeys(page, textAreas))
  for (const colours of looks.colours) {
    const isForced = colours === 'forced colours'
    await (isForced ? page.emulateMedia({ forcedColors: 'active' }) : change({ theme: colours }))
    await look(colours, findAxeViolations(page, 'colours'))
    await (isForced ? page.emulateMedia({ forcedColors: 'none' }) : change({ theme: 'light' }))
  }
  await change({ language: 'en' })
  if (looks.axeInEnglish) await look('English', findAxeViolations(page, looks.axeInJapanese ? 'words' : 'all'))
  await look('English', findRawKeys(page, textAreas))
  await lookInWindow('English', reflowed)
  await change({ language: 'ja' })
  await lookInWindow('Japanese', reflowed)
  await lookInWindow('Japanese', doubled)
  await change({ language: 'en', isPseudo: true })
  const isLonger = (await page.locator('body').innerText()).includes('längêr')
  if (!isLonger && told.isBeforeSettings !== true) faults.push('the longer texts are not shown')
  await lookInWindow('longer texts', small)
  await lookInWindow('longer texts', desktop)
  // Last, since it leaves what was opened.
  await change({ language: 'ja' })
  await look('Tab', findFocusFaults(page))
  const unexpected = stage.takeComplaints().filter((text) => told.complaint?.test(text) !== true)
  return [...faults, ...unexpected]
}
