import { alignTable, describeMachine } from '../report.ts'
import { percent, round } from '../round.ts'
import type { ReportSource } from '../write-report.ts'
import { origins } from './call-tree.ts'
import { describeGraph } from './describe-graph.ts'
import { kindsOfWork } from './page/main-thread-time.ts'
import type { ActProfile } from './page/profile-acts.ts'
import type { ProfileRun } from './profile-run.ts'
import { sumByOrigin } from './self-times.ts'
import type { ShownPlan } from './server/explain-statements.ts'
import type { RequestProfile } from './server/profile-requests.ts'
import { describeStart } from './start/describe-start.ts'

/** The part of the page about a run, as Markdown. `pathOf`: of a flame graph’s picture from the page, by its name. */
export function describeProfile(
  { at, load, users, requests, acts, start, plans }: ProfileRun,
  { machine, commit }: ReportSource,
  pathOf: (name: string) => string,
): string {
  const [before, after] = load.map((value) => value.toFixed(1))
  const show = ({ name, title, root }: RequestProfile | ActProfile) => describeGraph(title, root, pathOf(name))
  return [
    `${at.slice(0, 10)}, commit ${commit}; load ${before} to ${after}. ${describeMachine(machine)}`,
    readingGuide,
    '### The server’s main thread',
    `Looked at every 0.1 ms while it answered over HTTP, among ${users.toLocaleString('en')} users on PostgreSQL, its index ready. The hashes and PostgreSQL’s own work are on other threads.`,
    tableRequests(requests),
    ...requests.flatMap(show),
    '### The page’s main thread, from a key to its picture',
    'The acts that take longest, 4 × CPU throttle, the first one of each left out, with the app built so that functions keep their names. By kind of work, milliseconds, medians of a trace without the profiler; script that makes the browser compute styles or a layout at once is counted without them.',
    tableActs(acts),
    'The graphs hold the scripts. Styles, layout and painting are in them as “outside of JavaScript”; where a script needs their outcome at once, under the function that asks for it (`focus`, `showModal`, `scrollTo`).',
    ...acts.flatMap(show),
    ...describeStart(start, pathOf),
    '### How PostgreSQL runs the statements',
    'Told by PostgreSQL itself (`auto_explain` with `log_analyze`) of the server’s own statements after twenty runs, with the server’s role and settings; measuring slows them down. Times of a step are of one of its loops. In the last brackets of a step: the pages of 8 KB that it and all below it found in memory (`hit`), read, changed.',
    ...plans.flatMap(describePlan),
  ].join('\n\n')
}

const readingGuide = `\`npm run bench -- profile\` takes this apart from the figures above, which it would disturb. In a flame graph everything is as wide as it took, callers above what they call, the longest first, without the time in which
there was nothing to do; a function that calls itself is one box, and what has less than half a percent is left out. Opened by itself, it tells the shares of each box that is pointed at.`

function tableRequests(requests: readonly RequestProfile[]): string {
  const rows = requests.map(({ title, requests: count, clients, wallMs, root }) => {
    const sums = sumByOrigin(root)
    return [
      title,
      `${count.toLocaleString('en')} by ${clients}`,
      `${round(root.totalMs / count)} ms`,
      percent(root.totalMs / wallMs),
      ...origins.map((origin) => percent((sums.get(origin) ?? 0) / root.totalMs)),
    ]
  })
  const columns = ['request', 'asked, clients', 'busy, each', 'busy of the time', 'our sources', 'dependencies']
  return alignTable([...columns, 'Node', 'native, garbage'], rows)
}

function tableActs(acts: readonly ActProfile[]): string {
  const rows = acts.map(({ title, time }) => [title, ...kindsOfWork.map((kind) => round(time[kind]))])
  return alignTable(['act', ...kindsOfWork], rows)
}

const describePlan = ({ title, ms, lines }: ShownPlan): string[] => [
  `#### ${title}`,
  `${round(ms)} ms.`,
  ['```text', ...lines, '```'].join('\n'),
]
