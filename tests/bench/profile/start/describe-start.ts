import { alignTable } from '../../report.ts'
import { round } from '../../round.ts'
import { describeGraph } from '../describe-graph.ts'
import { kindsOfWork } from '../page/main-thread-time.ts'
import type { StartOf, StartProfile } from './profile-start.ts'

/** The part about the start, as Markdown. `pathOf`: of a flame graph’s picture from the page, by its name. */
export function describeStart({ starts, rows, graphs }: StartProfile, pathOf: (name: string) => string): string[] {
  return [
    '### The start, until the login form shows a key',
    `${starts} starts of each kind on the Chromium host, with user data that had never been used, in turns with a window that says hello. By kind of work on the page’s main thread, from asking for the document to the key, milliseconds, medians of a trace of the app as it is delivered, without the profiler; \`compile\` is reading scripts and, where they are called for the first time, their functions.`,
    tablePages(rows),
    'The main process from being spawned, milliseconds, medians with the profiler, which sees it once Node itself runs; for the rest of the time it waits for the browser or the page.',
    tableMains(rows),
    'The graphs hold the scripts of the desk, with the app built so that functions keep their names: there is more than twice as much to read then. What is read for a function is under that function, modules as “outside of JavaScript”. `src-host` and Node’s taking the types out of it are the host’s and not in what Electron starts.',
    ...graphs.flatMap(({ name, title, root }) => describeGraph(title, root, pathOf(name))),
  ]
}

const tablePages = (rows: readonly StartOf[]): string =>
  alignTable(
    ['page', ...kindsOfWork],
    rows.map(({ title, page }) => [title, ...kindsOfWork.map((kind) => round(page[kind]))]),
  )

const tableMains = (rows: readonly StartOf[]): string =>
  alignTable(
    ['main process', 'document asked for', 'busy until then', 'busy until the key'],
    rows.map(({ title, main: { documentAskedMs, earlyMs, lateMs } }) => [
      title,
      ...[documentAskedMs, earlyMs, lateMs].map(round),
    ]),
  )
