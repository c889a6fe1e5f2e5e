import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

/** Says why a test was skipped, which the list reporter does not. */
export default class SkipReasonsReporter implements Reporter {
  onTestEnd({ title, annotations }: TestCase, { status }: TestResult): void {
    if (status !== 'skipped') return
    const reason = annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given'
    process.stdout.write(`  skipped: ${title}: ${reason}\n`)
  }
}
