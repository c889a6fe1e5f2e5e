import { helloApp } from '../../desk/start-figures.ts'
import { startAnsweringServer } from '../../desk/start-server.ts'
import { median } from '../../figures.ts'
import { inProject } from '../../../support/project.ts'
import { mergeProfiles, type CallNode, type CpuProfile, type DescribeFrame } from '../call-tree.ts'
import { medianTime, type ThreadTime } from '../page/main-thread-time.ts'
import { buildStartApp } from './build-start-app.ts'
import { createDescribeStartMain, createDescribeStartPage } from './describe-start-frame.ts'
import { profileMain, profilePage, traceStart, type MainProfile, type WatchedStart } from './watch-start.ts'

/** Milliseconds. */
export interface MainTime {
  readonly documentAskedMs: number
  /** Of these it was busy. */
  readonly earlyMs: number
  /** Busy from then on until the key was shown. */
  readonly lateMs: number
}

export interface StartOf {
  readonly title: string
  /** Medians: the page’s main thread by kind of work, without the profiler. */
  readonly page: ThreadTime
  readonly main: MainTime
}

export interface StartGraph {
  readonly name: string
  readonly title: string
  readonly root: CallNode
}

export interface StartProfile {
  readonly starts: number
  /** The desk, and a window that says hello. */
  readonly rows: readonly StartOf[]
  readonly graphs: readonly StartGraph[]
}

/** Where the time goes between spawning the app and a key in its login form, in `starts` starts of each kind. */
export async function profileStart(starts: number): Promise<StartProfile> {
  // Electron leaves no profile of its main process.
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = inProject('src-host', 'bin')
  const [built, named] = [await buildStartApp({ hasNames: false }), await buildStartApp({ hasNames: true })]
  const server = await startAnsweringServer()
  const env = { SAIHAKKO_SERVER_URL: server.url, SAIHAKKO_LANGUAGE: 'ja' }
  const [desk, hello] = [createWatched('the desk'), createWatched('a window that says hello')]
  const pages: CpuProfile[] = []
  try {
    for (let start = 1; start <= starts; start += 1) {
      await watchStart(desk, { app: built.folder, env }, { app: named.folder, env })
      await watchStart(hello, { app: helloApp }, { app: helloApp })
      pages.push(await profilePage({ app: named.folder, env }))
    }
    const describePage = createDescribeStartPage(named.folder)
    const describeMain = createDescribeStartMain(named.folder)
    const mains = desk.mains.flatMap(({ early, late }) => [early, late])
    return {
      starts,
      rows: [desk, hello].map((watched) => summarize(watched, describeMain)),
      graphs: [
        { name: 'start-page', title: 'Start, the page', root: mergeProfiles(pages, describePage) },
        { name: 'start-main', title: 'Start, the main process', root: mergeProfiles(mains, describeMain) },
      ],
    }
  } finally {
    for (const app of [built, named]) app.remove()
    server.close()
  }
}

interface Watched {
  readonly title: string
  readonly pages: ThreadTime[]
  readonly mains: MainProfile[]
}

const createWatched = (title: string): Watched => ({ title, pages: [], mains: [] })

async function watchStart({ pages, mains }: Watched, traced: WatchedStart, profiled: WatchedStart): Promise<void> {
  pages.push(await traceStart(traced))
  mains.push(await profileMain(profiled))
}

function summarize({ title, pages, mains }: Watched, describe: DescribeFrame): StartOf {
  const medianOf = (read: (main: MainProfile) => number): number => median(mains.map(read))
  const busyMs = (profile: CpuProfile): number => mergeProfiles([profile], describe).totalMs
  const main = {
    documentAskedMs: medianOf(({ documentAskedMs }) => documentAskedMs),
    earlyMs: medianOf(({ early }) => busyMs(early)),
    lateMs: medianOf(({ late }) => busyMs(late)),
  }
  return { title, page: medianTime(pages), main }
}
