import type { Browser } from '@playwright/test'
import type { BenchPage } from './page-harness.ts'
import { traceSchema } from './trace-schema.ts'

export interface TaskWatch {
  readonly stop: () => Promise<{ readonly longTasks: number; readonly longestMs: number }>
}

/** Watches the tasks of the page’s main thread in a trace, where short ones and frames are seen, too. */
export async function watchTasks(browser: Browser, { page }: BenchPage, longMs: number): Promise<TaskWatch> {
  await browser.startTracing(page, { categories: ['toplevel'] })
  return {
    async stop() {
      const { traceEvents } = traceSchema.parse(JSON.parse((await browser.stopTracing()).toString('utf8')))
      const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      const isMain = new Set(mains.map(({ pid, tid }) => `${pid} ${tid}`))
      const lasted = traceEvents
        .filter(({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && isMain.has(`${pid} ${tid}`))
        .map(({ dur = 0 }) => dur / 1_000)
      return { longTasks: lasted.filter((ms) => ms > longMs).length, longestMs: Math.max(0, ...lasted) }
    },
  }
}
