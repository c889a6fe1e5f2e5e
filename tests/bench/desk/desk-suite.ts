import { existsSync } from 'node:fs'
import { findElectron } from '../../../scripts/find-electron.ts'
import { findBrowser } from '../../../src-host/find-browser.ts'
import { inProject } from '../../support/project.ts'
import type { BenchOptions, BenchSuite } from '../bench-suite.ts'
import type { Figure } from '../figures.ts'
import { measureMemory } from './memory-figures.ts'
import { measureOffline } from './offline-figures.ts'
import { measurePaint } from './paint-figures.ts'
import { measureScroll } from './scroll-figures.ts'
import { measureSizes } from './size-figures.ts'
import { measureStart } from './start-figures.ts'

type Measure = (options: BenchOptions) => Promise<readonly Figure[]> | readonly Figure[]

/** In the order of the report, each with what it cannot be measured without. */
const parts: readonly { readonly measure: Measure; readonly needs: readonly (() => string | undefined)[] }[] = [
  { measure: measureStart, needs: [missesBundles, missesWindow] },
  { measure: measurePaint, needs: [missesBrowser] },
  { measure: measureScroll, needs: [missesBrowser] },
  { measure: measureMemory, needs: [missesBundles, missesWindow] },
  { measure: measureSizes, needs: [missesBundles] },
  { measure: measureOffline, needs: [] },
]

/** Start, key to paint, memory, bundles and the history kept for review; of what cannot be measured here it tells why. */
export const runDeskSuite: BenchSuite = async (options) => {
  const figures: Figure[] = []
  for (const { measure, needs } of parts) {
    const reasons = needs.flatMap((findReason) => findReason() ?? [])
    for (const reason of reasons) options.tell(`desk: ${measure.name} left out: ${reason}`)
    if (reasons.length === 0) figures.push(...(await measure(options)))
  }
  return figures
}

function missesBundles(): string | undefined {
  return existsSync(inProject('out', 'main', 'index.js')) ? undefined : 'nothing is built (npm run build)'
}

function missesBrowser(): string | undefined {
  return findBrowser() === undefined ? 'no Chrome, Edge or Chromium was found' : undefined
}

function missesWindow(): string | undefined {
  return findElectron() === undefined ? missesBrowser() : undefined
}
