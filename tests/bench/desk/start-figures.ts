import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inProject, projectDir } from '../../support/project.ts'
import type { BenchOptions } from '../bench-suite.ts'
import { makeFigure, noRounds, type Figure, type Round } from '../figures.ts'
import { startAnsweringServer } from './start-server.ts'
import { startWindow, type StartMarks } from './start-window.ts'

const heading = 'Start'
/** The least that a window of this kind can be. */
export const helloApp = inProject('tests', 'bench', 'desk', 'start-hello')
/** Until all that is asked by itself has been asked. */
const listeningMs = 1_500
const goal = { of: 'ratio', atMost: 1.3 } as const

/**
 * From spawning the built app until its login form shows a key that was pressed, beside a window with one field on the same
 * host; with a profile that has never been used (`first`) and once more with the same one (`again`). The server only says
 * that it is there.
 */
export async function measureStart({ rounds, isSmoke, tell }: BenchOptions): Promise<readonly Figure[]> {
  const server = await startAnsweringServer()
  const kinds = ['first', 'again'] as const
  const usable = { first: noRounds(), again: noRounds() }
  const painted = { first: noRounds(), again: noRounds() }
  const early: Round[] = []
  try {
    // The first one reads the programs from the disk.
    for (let round = isSmoke ? 1 : 0; round <= rounds; round += 1) {
      tell(`desk: start, round ${round} of ${rounds}`)
      const folders = { hello: makeFolder(), desk: makeFolder() }
      for (const kind of kinds) {
        const env = { SAIHAKKO_SERVER_URL: server.url, SAIHAKKO_LANGUAGE: 'ja' }
        const hello = await startOnce({ app: helloApp, userDataDir: folders.hello }, 0)
        server.forget()
        const desk = await startOnce({ app: projectDir, userDataDir: folders.desk, env }, listeningMs)
        if (round === 0) continue
        usable[kind].push({ value: desk.usableMs, floor: hello.usableMs })
        painted[kind].push({ value: desk.firstPaintMs, floor: hello.firstPaintMs })
        early.push({ value: server.countBefore(desk.paintedAt) + desk.foreignRequests })
      }
      for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  } finally {
    server.close()
  }
  return [
    ...kinds.map((kind) => makeFigure(`${heading}: usable login, ${kind} start`, 'ms', usable[kind], goal)),
    ...kinds.map((kind) => makeFigure(`${heading}: first paint, ${kind} start`, 'ms', painted[kind])),
    makeFigure(`${heading}: requests over the network before it`, 'requests', early, { of: 'value', atMost: 0 }),
  ]
}

type StartedOnce = StartMarks & { readonly foreignRequests: number }

async function startOnce(start: Parameters<typeof startWindow>[0], waitMs: number): Promise<StartedOnce> {
  const started = await startWindow(start)
  if (waitMs > 0) await new Promise((resume) => setTimeout(resume, waitMs))
  const foreignRequests = await started.countForeignRequests()
  await started.stop()
  return { ...started.marks, foreignRequests }
}

const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'saihakko-start-'))
