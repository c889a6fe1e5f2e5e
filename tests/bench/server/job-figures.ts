import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { selectPage, selectUsers } from '../../../src-server/modules/users/user-search-query.ts'
import { makeFigure, median, noRounds, type Figure } from '../figures.ts'
import { headings, nameFigure } from '../headings.ts'
import { peers } from '../peers.ts'
import type { BenchDesk } from './bench-desk.ts'
import { createFloors } from './floors.ts'
import { time } from './time.ts'

export interface JobOptions {
  readonly label: string
  readonly rounds: number
  /** Of one round. */
  readonly users: number
}

interface Subject {
  readonly userId: string
  readonly loginId: string
}

const steps = ['search', 'open', 'suggest', 'reissue'] as const
type Step = (typeof steps)[number]
type Job = (subject: Subject) => Promise<Record<Step, number>>

const suggestionSchema = z.object({ temporaryPassword: z.string(), suggestionToken: z.string() })

/** What a script does for one user after the other, of an administrator’s own member; and the same without the server. */
export async function measureJob(desk: BenchDesk, { label, rounds, users }: JobOptions): Promise<Figure[]> {
  const [work, workBare] = [createJob(desk), createBareJob(desk)]
  const subjects = await listSubjects(desk)
  const measured = { whole: noRounds(), search: noRounds(), open: noRounds(), suggest: noRounds(), reissue: noRounds() }
  let turn = 0
  for (let round = 0; round <= rounds; round += 1) {
    const [asked, bare]: [Record<Step, number>[], Record<Step, number>[]] = [[], []]
    for (let user = 0; user < users; user += 1) {
      const subject = subjects[turn % subjects.length]
      turn += 1
      if (!subject) throw new Error('nobody to reissue for')
      asked.push(await work(subject))
      bare.push(await workBare(subject))
    }
    // The first round warms up.
    if (round === 0) continue
    measured.whole.push({ value: median(asked.map(sumOf)), floor: median(bare.map(sumOf)) })
    for (const step of steps) {
      measured[step].push({ value: median(asked.map((job) => job[step])), floor: median(bare.map((job) => job[step])) })
    }
  }
  const name = (row: string): string => nameFigure(headings.job, label, row)
  const whole = makeFigure(name('the whole job'), 'ms', measured.whole, { of: 'ratio', atMost: 1.3 })
  const against = { of: 'value', atMost: peers.ltb.wholeJob } as const
  return [
    whole,
    ...steps.map((step) => makeFigure(name(step), 'ms', measured[step])),
    makeFigure(
      name('the whole job, against LTB'),
      'ms',
      measured.whole.map(({ value }) => ({ value })),
      against,
    ),
  ]
}

const sumOf = (job: Record<Step, number>): number => steps.reduce((sum, step) => sum + job[step], 0)

function createJob({ client, data: { operators } }: BenchDesk): Job {
  const { token } = operators[0]
  return async ({ userId, loginId }) => {
    let suggested = ''
    const search = await time(() => client.call(200, 'GET', `/api/v1/users?loginId=${loginId}&limit=50`, { token }))
    const open = await time(() => client.call(200, 'GET', `/api/v1/users/${userId}`, { token }))
    const suggest = await time(async () => {
      suggested = await client.call(201, 'POST', `/api/v1/users/${userId}/suggestions`, { token })
    })
    const { temporaryPassword, suggestionToken } = suggestionSchema.parse(JSON.parse(suggested))
    const body = { temporaryPassword, suggestionToken }
    const headers = { 'idempotency-key': randomUUID() }
    const reissue = await time(() =>
      client.call(201, 'POST', `/api/v1/users/${userId}/reissues`, { token, headers, body }),
    )
    return { search, open, suggest, reissue }
  }
}

function createBareJob(desk: BenchDesk): Job {
  const { bare, db } = desk
  const [operator] = desk.data.operators
  const { memberId, token } = operator
  const floors = createFloors(desk)
  return async ({ userId, loginId }) => {
    const at = new Date()
    const asked = { scope: { memberId }, conditions: { loginId }, sort: 'userId', limit: 50, at } as const
    const statements = [selectPage(asked, undefined), selectUsers([{ memberId, userId }], at)].map((query) =>
      query.compile(db),
    )
    const search = await time(async () => {
      await floors.findSession(token)
      for (const { sql: text, parameters } of statements) await bare.search(text, parameters)
    })
    const open = await time(() => floors.openUser(token, operator, userId))
    const suggest = await time(() => floors.suggest(operator, userId))
    const reissue = await time(() => floors.reissue(operator, userId, `Tk7mQx${randomUUID().slice(0, 6)}Rw`))
    return { search, open, suggest, reissue }
  }
}

async function listSubjects({ db, data: { operators } }: BenchDesk): Promise<Subject[]> {
  const { rows } = await sql<Subject>`select user_id as "userId", login_id as "loginId" from users
    where member_id = ${operators[0].memberId} and role = 'staff' and state = 'active' order by user_id`.execute(db)
  return rows
}
