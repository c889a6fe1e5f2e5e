import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

interface AxeOptions {
  readonly runOnly?: readonly string[]
  readonly rules?: Readonly<Record<string, { readonly enabled: boolean }>>
  readonly resultTypes: readonly ['violations']
}

interface AxeNode {
  readonly target: readonly unknown[]
  readonly failureSummary?: string
}

declare global {
  interface Window {
    readonly axe?: {
      run(
        context: { readonly exclude: readonly string[] },
        options: AxeOptions,
      ): Promise<{ readonly violations: readonly { readonly id: string; readonly nodes: readonly AxeNode[] }[] }>
    }
  }
}

/** The engine that @axe-core/playwright would send anew, half a megabyte, for every one of several hundred questions. */
const source = readFileSync(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
)

/** Every rule that axe has on by itself, and the size of targets (WCAG 2.5.8). */
const everyRule: AxeOptions = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }
const ruleSets = {
  all: everyRule,
  /** What another language can change: the words. Their colours and places are those of the first. */
  words: { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } },
  /** What another theme can change. */
  colours: { resultTypes: ['violations'], runOnly: ['color-contrast'] },
  /** Text of 7:1, large text of 4.5:1 (WCAG 1.4.6). */
  'strong colours': { resultTypes: ['violations'], runOnly: ['color-contrast-enhanced'] },
} as const satisfies Record<string, AxeOptions>

/** Up to three for each rule: what axe finds in the page as it is, but for the UI kit’s stops that hand the focus on: the rule, the element, and what is wrong with it. */
export async function findAxeViolations(page: Page, rules: keyof typeof ruleSets = 'all'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  return page.evaluate(async (options) => {
    const found = await window.axe?.run({ exclude: ['[data-tabster-dummy]'] }, options)
    if (!found) return ['axe is not there']
    return found.violations.flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 3)
        .map(
          ({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} – ${failureSummary.replaceAll(/\s+/g, ' ')}`,
        ),
    )
  }, ruleSets[rules])
}
