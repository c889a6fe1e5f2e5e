import { openPostgresDatabase } from '../../../../src-server/database/postgres-database.ts'
import { selectShownPage } from '../../../../src-server/modules/users/user-search-query.ts'
import { startServer } from '../../../../src-server/serve.ts'
import { createBenchClient, type BenchClient } from '../../server/bench-client.ts'
import type { BenchData } from '../../server/fill-database.ts'
import { createReissuing } from '../../server/reissue-figures.ts'
import { pathOf } from '../../server/search-figures.ts'
import { shortenPlan, type ExplainedStatement } from '../plans.ts'
import { explainConnections, hearExplained } from './explaining-connections.ts'

export interface ShownPlan {
  readonly title: string
  readonly ms: number
  readonly lines: readonly string[]
}

interface Act {
  readonly ask: () => Promise<unknown>
  /** Of what it sends, the statements to be shown, each with what tells it from the others. */
  readonly shown: readonly { readonly title: string; readonly text: RegExp }[]
}

/** PostgreSQL chooses a plan for all values after five runs, of each connection. */
const runsBefore = 20
const runsHeard = 9

/** How PostgreSQL ran the server’s main statements: of the last runs of each the one that took as long as half of them. */
export async function explainStatements(databaseUrl: string, data: BenchData): Promise<ShownPlan[]> {
  const url = explainConnections(databaseUrl)
  let sent: ExplainedStatement[] = []
  const stopHearing = hearExplained((statement) => sent.push(statement))
  const server = await startReadyServer(url)
  const reference = await openPostgresDatabase({ kind: 'postgres', url, maxConnections: 1 })
  const client = createBenchClient(server.url)
  const searchAlone = () =>
    selectShownPage(
      { scope: 'all-members', conditions: { userName: frequentWord }, sort: 'userId', limit: 50, at: new Date() },
      undefined,
    ).execute(reference.databases.server)
  try {
    const plans: ShownPlan[] = []
    for (const { ask, shown } of listActs(client, data, searchAlone)) {
      for (let run = 0; run < runsBefore; run += 1) await ask()
      sent = []
      for (let run = 0; run < runsHeard; run += 1) await ask()
      for (const { title, text } of shown) plans.push(showPlan(title, findMiddle(sent, text)))
    }
    return plans
  } finally {
    client.close()
    await server.close()
    await reference.close()
    stopHearing()
  }
}

/** In this process, where its connections can be heard; its index ready. */
async function startReadyServer(url: string) {
  const ready = Promise.withResolvers<void>()
  const server = await startServer({
    listen: { host: '127.0.0.1', port: 0 },
    database: { kind: 'postgres', url },
    dataDir: 'memory',
    logStream: {
      write(line) {
        if (line.includes('"search index ready"')) ready.resolve()
        else if (line.includes('searches are left to the database')) ready.reject(new Error(`no search index: ${line}`))
      },
    },
  })
  await ready.promise
  return server
}

/** 2.6 % of all users have it in their names. */
const frequentWord = '高'

function listActs(client: BenchClient, data: BenchData, searchAlone: () => Promise<unknown>): Act[] {
  const { helpdesk, operators, password } = data
  const ask = (path: string, token: string) => () => client.call(200, 'GET', path, { token })
  const word = { kind: 'frequent', field: 'userName', word: frequentWord } as const
  const page = /^select checked\.\*/
  const suggestionsPath = `/api/v1/users/${operators[0].targetUserId}/suggestions`
  return [
    {
      ask: ask(pathOf(word), helpdesk.token),
      shown: [
        { title: 'Session: whose it is, with the rules', text: /^select "sessions"\./ },
        {
          title: `Search for ${frequentWord}, helpdesk: the page that the index found, and whether it is up to date`,
          text: page,
        },
      ],
    },
    {
      ask: ask(pathOf(word), operators[0].token),
      shown: [{ title: `Search for ${frequentWord}, administrator: the same within a member`, text: page }],
    },
    {
      ask: searchAlone,
      shown: [{ title: `Search for ${frequentWord} without the index in memory: count and page`, text: /^with found/ }],
    },
    {
      ask: ask(`/api/v1/users/${operators[0].targetUserId}`, helpdesk.token),
      shown: [{ title: 'Opening a user: everything shown, and the audit', text: /^with u as/ }],
    },
    {
      ask: () => client.call(201, 'POST', '/api/v1/sessions', { body: { loginId: helpdesk.loginId, password } }),
      shown: [
        { title: 'Login: whose password is to be checked', text: /as "loginIdKey"/ },
        { title: 'Login: address and account charged, before the password is looked at', text: /^with "charge_0"/ },
        { title: 'Login: the session opened, and the audit', text: /^with opening as/ },
      ],
    },
    {
      ask: () => client.call(201, 'POST', suggestionsPath, { token: operators[0].token }),
      shown: [
        { title: 'Suggesting a password: the operator charged', text: /^with "charge_0"/ },
        { title: 'Suggesting a password: for whom', text: /as "memberHasAdministrator"/ },
        { title: 'Suggesting a password: the audit', text: /^insert into "audit_events"/ },
      ],
    },
    {
      ask: ask('/api/v1/reissues?limit=50', helpdesk.token),
      shown: [{ title: 'A page of the history with the total', text: /^with "found"/ }],
    },
    {
      ask: createReissuing({ client, data: { ...data, operators: [operators[0]] } }),
      shown: [
        { title: 'Reissue, administrator: what it is decided on', text: /as "isSessionOpen"/ },
        { title: 'Reissue, administrator: what is written', text: /^with "write_1"/ },
      ],
    },
  ]
}

function findMiddle(sent: readonly ExplainedStatement[], text: RegExp): ExplainedStatement {
  const found = sent.filter((statement) => text.test(statement.text)).toSorted((a, b) => a.ms - b.ms)
  const middle = found[Math.floor(found.length / 2)]
  if (!middle) throw new Error(`no statement like ${String(text)} was sent`)
  return middle
}

const showPlan = (title: string, { ms, plan }: ExplainedStatement): ShownPlan => ({
  title,
  ms,
  lines: shortenPlan(plan),
})
