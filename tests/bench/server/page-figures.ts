import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { inProject } from '../../support/project.ts'
import { makeFigure, median, noRounds, type Figure } from '../figures.ts'
import { headings, nameFigure } from '../headings.ts'
import { createBenchClient } from './bench-client.ts'
import type { BenchDesk, ServedDesk } from './bench-desk.ts'
import { createFloors } from './floors.ts'
import { startProcess } from './start-process.ts'
import { time } from './time.ts'

export interface PageOptions {
  readonly label: string
  readonly rounds: number
  readonly repeats: number
}

interface Page {
  readonly name: string
  /** Over HTTP. */
  readonly ask: () => Promise<unknown>
  readonly doBare?: () => Promise<unknown>
}

const goal = { of: 'ratio', atMost: 1.3 } as const

/** Login, opening a user and a page of the history, each against its bare statements in this process, and HTTP itself. */
export async function measurePages(desk: BenchDesk, { label, rounds, repeats }: PageOptions): Promise<Figure[]> {
  const hello = await startHello()
  try {
    const pages = [...describePages(desk), { name: 'HTTP itself', ask: hello.ask }]
    const measured = pages.map((page: Page) => ({ ...page, rounds: noRounds() }))
    for (const { ask, doBare } of measured) {
      await ask()
      await doBare?.()
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const { ask, doBare, rounds: taken } of measured) {
        const [asked, bare]: [number[], number[]] = [[], []]
        for (let repeat = 0; repeat < repeats; repeat += 1) {
          asked.push(await time(ask))
          if (doBare) bare.push(await time(doBare))
        }
        taken.push({ value: median(asked), ...(doBare ? { floor: median(bare) } : {}) })
      }
    }
    return measured.map(({ name, doBare, rounds: taken }) =>
      makeFigure(nameFigure(headings.pages, label, name), 'ms', taken, doBare ? goal : undefined),
    )
  } finally {
    await hello.end()
  }
}

/** A bare Fastify in its own process. */
async function startHello(): Promise<{ ask: () => Promise<unknown>; end: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-bench-hello-'))
  const server = await startProcess([inProject('tests', 'bench', 'server', 'hello-server.ts')], {
    log: join(folder, 'log'),
  })
  const client = createBenchClient(server.url)
  return {
    ask: () => client.call(200, 'GET', '/hello'),
    async end() {
      client.close()
      await server.end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What is asked, without floors. */
export function listRequests({ client, data }: ServedDesk): readonly Page[] {
  const { helpdesk, operators, password } = data
  const { loginId, token } = helpdesk
  const call = client.call
  return [
    { name: 'login', ask: () => call(201, 'POST', '/api/v1/sessions', { body: { loginId, password } }) },
    { name: 'open a user', ask: () => call(200, 'GET', `/api/v1/users/${operators[0].targetUserId}`, { token }) },
    { name: 'a page of the history', ask: () => call(200, 'GET', '/api/v1/reissues?limit=50', { token }) },
  ]
}

function describePages(desk: BenchDesk): Page[] {
  const { helpdesk, operators } = desk.data
  const floors = createFloors(desk)
  const bare = [
    () => floors.logIn(),
    () => floors.openUser(helpdesk.token, helpdesk, operators[0].targetUserId),
    () => floors.readHistory(helpdesk.token),
  ]
  return listRequests(desk).map((page, place) => {
    const doBare = bare[place]
    return doBare ? { ...page, doBare } : page
  })
}
