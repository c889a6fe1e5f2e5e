import { verify } from '@node-rs/argon2'
import { sql } from 'kysely'
import { createHistoryRepository } from '../../../src-server/modules/reissues/history-repository.ts'
import { makeFigure, median, noRounds, type Figure } from '../figures.ts'
import type { BenchDesk } from './bench-desk.ts'
import { time } from './search-figures.ts'

export interface PageOptions {
  readonly label: string
  readonly rounds: number
  readonly repeats: number
}

interface Page {
  readonly name: string
  /** Over HTTP. */
  readonly ask: () => Promise<unknown>
  /** The statements that nobody can do without, and the hash where there is one. */
  readonly doBare: () => Promise<unknown>
}

/** Login, opening a user and a page of the history, each against its bare statements in this process. */
export async function measurePages(desk: BenchDesk, { label, rounds, repeats }: PageOptions): Promise<Figure[]> {
  const pages = describePages(desk).map((page) => ({ ...page, rounds: noRounds() }))
  for (const { ask, doBare } of pages) {
    await ask()
    await doBare()
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { ask, doBare, rounds: measured } of pages) {
      const [asked, bare]: [number[], number[]] = [[], []]
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        asked.push(await time(ask))
        bare.push(await time(doBare))
      }
      measured.push({ value: median(asked), floor: median(bare) })
    }
  }
  return pages.map(({ name, rounds: measured }) => makeFigure(`${name} p50, ${label}`, 'ms', measured))
}

function describePages({ client, data, database: { db } }: BenchDesk): Page[] {
  const { helpdesk, operators, password, verifier } = data
  const [operator] = operators
  const history = createHistoryRepository(db)
  const all = { scope: 'all-members' } as const
  return [
    {
      name: 'login',
      ask: () =>
        client.call(201, 'POST', '/api/v1/sessions', { body: { loginId: helpdesk.loginId, password }, headers: {} }),
      doBare: async () => {
        await sql`select * from users u join credentials c using (member_id, user_id)
          where login_id_key = search_key(${helpdesk.loginId})`.execute(db)
        await verify(verifier, password)
        await sql`insert into audit_events (at, action, outcome, details) values (now(), 'bench', 'done', '{}')`.execute(
          db,
        )
      },
    },
    {
      name: 'open a user',
      ask: () => client.call(200, 'GET', `/api/v1/users/${operator.targetUserId}`, { token: helpdesk.token }),
      doBare: async () => {
        await sql`select * from users u join members m using (member_id)
          left join credentials c using (member_id, user_id) where u.user_id = ${operator.targetUserId}`.execute(db)
        await sql`insert into audit_events (at, action, outcome, details) values (now(), 'bench', 'done', '{}')`.execute(
          db,
        )
      },
    },
    {
      name: 'a page of the history',
      ask: () => client.call(200, 'GET', '/api/v1/reissues?limit=50', { token: helpdesk.token }),
      doBare: () => history.list(all, new Date(), 51),
    },
  ]
}
