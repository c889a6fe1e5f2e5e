import { z } from 'zod'
import { people, memberFacts, type PersonName } from './server-fixtures.ts'
import { reissue, type Answer, type TestServer } from './test-server.ts'
import { MINUTE_MS, STARTED_AT } from './fixed-clock.ts'

const started = z.object({ verificationId: z.string() })
const path = '/api/v1/verifications'

/** What callers of each member say when they are who they say, typed as people type. */
export const rightAnswers = {
  'M-A': {
    address: '東京都 千代田区 カナリア町１－２－３',
    representative: '金糸雀アルファ',
    contractNumber: 'ka770019',
  },
  'M-B': { address: '大阪府堺市堺区 鶯通4丁目5番6号', representative: '斎藤 ベータ', contractNumber: 'ＫＢ 88002 8' },
} as const

/** Every fact on file of the tests’ members, as it is and bare of what people leave out. */
export const factsOnFile: readonly string[] = Object.values(memberFacts)
  .flatMap(({ address, representative, contract_number, phone }) => [address, representative, contract_number, phone])
  .flatMap((fact) => (fact === null ? [] : [fact, fact.replace(/[^\p{L}\p{N}]/gu, '')]))

/** The steps of a verification over HTTP, as one operator. */
export function stepsOf(server: TestServer, token: string) {
  const post = (id: string, step: string, body: unknown): Promise<Answer> =>
    server.call('POST', `${path}/${id}/${step}`, { token, body })

  const start = (target: PersonName): Promise<Answer> =>
    server.call('POST', path, { token, body: { userId: people[target].userId } })
  const answer = (id: string, fact: string, said: string): Promise<Answer> =>
    post(id, 'answers', { fact, answer: said })
  const conclude = (id: string, more: object = {}): Promise<Answer> =>
    post(id, 'conclusion', { callerIsAdministrator: true, callbackNumberId: 'member', outcome: 'passed', ...more })

  /** Begins one and gives its ID. */
  const open = async (target: PersonName): Promise<string> => started.parse((await start(target)).body).verificationId

  return {
    start,
    answer,
    conclude,
    open,
    /** All steps as they should be, for an administrator of M-A or M-B; gives the ID of the pass. */
    pass: async (target: PersonName): Promise<string> => {
      const id = await open(target)
      const said = people[target].memberId === 'M-B' ? rightAnswers['M-B'] : rightAnswers['M-A']
      await answer(id, 'address', said.address)
      await answer(id, 'representative', said.representative)
      const concluded = await conclude(id)
      if (concluded.status !== 200) throw new Error(`conclusion: ${concluded.status} ${concluded.text}`)
      return id
    },
    decide: (id: string, decision: 'approve' | 'refuse'): Promise<Answer> => post(id, 'approval', { decision }),
    read: (id: string): Promise<Answer> => server.call('GET', `${path}/${id}`, { token }),
    list: (query = ''): Promise<Answer> => server.call('GET', `${path}${query}`, { token }),
    /** Reissues with a suggested password, since the helpdesk may not choose one. */
    reissue: async (target: PersonName, verificationId: string | undefined, key?: string): Promise<Answer> => {
      const suggested = await server.call('POST', `/api/v1/users/${people[target].userId}/suggestions`, { token })
      const suggestion = z
        .object({ temporaryPassword: z.string(), suggestionToken: z.string() })
        .safeParse(suggested.body).data
      if (!suggestion) return suggested
      const { temporaryPassword, suggestionToken } = suggestion
      const proof = verificationId === undefined ? {} : { verificationId }
      const more = { suggestionToken, ...proof, ...(key === undefined ? {} : { key }) }
      return reissue(server, token, people[target].userId, temporaryPassword, more)
    },
  }
}

/** Everything as at the start but for people and sessions, since every login costs a hash. Nobody is asked for their password. */
export async function clearVerifications({ db, clock }: TestServer): Promise<void> {
  clock.set(STARTED_AT)
  const tables = ['verification_answers', 'verifications', 'throttles', 'notification_outbox', 'reissues'] as const
  for (const table of tables) await db.deleteFrom(table).execute()
  // Seen in a future that has not come.
  await db
    .updateTable('sessions')
    .set({ last_seen_at: new Date(STARTED_AT) })
    .execute()
  const rules = { second_person_for_administrators: false, reauthentication_seconds: 0, security_contact_email: null }
  await db.updateTable('policy').set(rules).execute()
}

/** Lets time pass, in small steps in which the sessions are used, so that none of them runs out. */
export async function waitInUse(server: TestServer, byMs: number, tokens: readonly string[]): Promise<void> {
  for (let left = byMs; left > 0; left -= 8 * MINUTE_MS) {
    server.clock.advance(Math.min(left, 8 * MINUTE_MS))
    for (const token of tokens) await server.call('GET', '/api/v1/sessions/current', { token })
  }
}
