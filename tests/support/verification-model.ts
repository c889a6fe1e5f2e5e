import fc from 'fast-check'
import { HOUR_MS, MINUTE_MS } from './fixed-clock.ts'
import { people } from './server-fixtures.ts'
import type { Answer, TestServer } from './test-server.ts'
import { rightAnswers, stepsOf, waitInUse } from './verification-steps.ts'

/** Everything that may be done on the way to a reissue, in whatever order somebody tries it. */
const moves = [
  'start',
  'address',
  'representative',
  'wrong',
  'conclude',
  'conclude without call-back',
  'suspicious',
  'wait',
  'rule on',
  'rule off',
  'approve',
  'approve oneself',
  'reissue',
  'reissue elsewhere',
  'reissue by another',
] as const
type Move = (typeof moves)[number]

const thePath: readonly Move[] = ['start', 'address', 'representative', 'conclude', 'reissue']
const orders = fc.array(fc.constantFrom(...moves), { maxLength: 12 })

/** Pure chance hardly ever comes far: most orders are the right way with steps left out, swapped or thrown in. */
export const arbitraryOrders = fc.oneof(
  orders,
  fc.shuffledSubarray([...thePath, ...thePath, 'rule on', 'approve'] as const).map((path): Move[] => [...path]),
  fc
    .tuple(fc.nat(5), fc.array(fc.constantFrom(...moves), { maxLength: 2 }), orders)
    .map(([place, thrownIn, after]): Move[] => [...thePath.toSpliced(place, 0, ...thrownIn), ...after]),
)

/** What the rules say of the latest verification, kept apart from the code that decides. */
interface Model {
  phase: 'none' | 'open' | 'passed' | 'over'
  matched: Set<string>
  wrong: number
  endsAt: number
  approval: 'not needed' | 'awaited' | 'approved'
  failures: number
}

export interface OperatorTokens {
  readonly operator: string
  readonly colleague: string
}

/**
 * Does all moves against the server and says which reissues went through though the rules forbid them, or the other way
 * round; `issued` counts those that did go through.
 */
export async function playOrder(
  server: TestServer,
  { operator, colleague }: OperatorTokens,
  order: readonly Move[],
): Promise<{ readonly surprises: string[]; readonly issued: number }> {
  const model: Model = { phase: 'none', matched: new Set(), wrong: 0, endsAt: 0, approval: 'not needed', failures: 0 }
  const [own, other] = [stepsOf(server, operator), stepsOf(server, colleague)]
  const surprises: string[] = []
  let [id, issued, ruleOn] = ['00000000-0000-4000-8000-000000000000', 0, false]

  const now = (): number => server.clock.now().getTime()
  const isOpen = (): boolean => model.phase === 'open' && now() <= model.endsAt
  const fail = (): void => {
    model.phase = 'over'
    model.failures += 1
  }
  const expectReissue = (move: Move, answer: Answer, isAllowed: boolean): void => {
    if ((answer.status === 201) !== isAllowed) surprises.push(`${move}: ${answer.status} ${answer.text}`)
    if (answer.status === 201) issued += 1
    if (answer.status === 201 && isAllowed) model.phase = 'over'
  }
  const isApproved = (): boolean => model.approval === 'approved' || (model.approval === 'not needed' && !needsSecond())
  const needsSecond = (): boolean => ruleOn || model.failures >= 3
  const setRule = async (isOn: boolean): Promise<void> => {
    await server.db.updateTable('policy').set({ second_person_for_administrators: isOn }).execute()
    ruleOn = isOn
  }

  const play: Readonly<Record<Move, () => Promise<unknown>>> = {
    start: async () => {
      if (isOpen()) {
        if ((await own.open('administrator')) !== id) surprises.push('start: a second one open at the same time')
        return
      }
      // Left behind with a wrong answer: that counts like a failure.
      if (model.phase === 'open' && model.wrong > 0) model.failures += 1
      id = await own.open('administrator')
      Object.assign(model, { phase: 'open', matched: new Set(), wrong: 0, approval: 'not needed' })
      model.endsAt = now() + HOUR_MS / 4
    },
    address: () => say('address'),
    representative: () => say('representative'),
    wrong: async () => {
      await own.answer(id, 'address', 'wrong')
      if (isOpen()) model.wrong += 1
      if (isOpen() && model.wrong === 3) fail()
    },
    conclude: async () => {
      await own.conclude(id)
      if (!isOpen() || model.matched.size < 2) return
      Object.assign(model, { phase: 'passed', approval: needsSecond() ? 'awaited' : 'not needed' })
      model.endsAt = now() + HOUR_MS / 4
    },
    'conclude without call-back': () => own.conclude(id, { callbackNumberId: null }),
    suspicious: async () => {
      await own.conclude(id, { outcome: 'suspicious' })
      if (isOpen()) fail()
    },
    wait: () => waitInUse(server, 8 * MINUTE_MS, [operator, colleague]),
    'rule on': () => setRule(true),
    'rule off': () => setRule(false),
    approve: async () => {
      const answer = await other.decide(id, 'approve')
      const isAsked = model.phase === 'passed' && now() <= model.endsAt && !isApproved()
      if ((answer.status === 200) !== isAsked) surprises.push(`approve: ${answer.status} ${answer.text}`)
      if (answer.status === 200) model.approval = 'approved'
    },
    'approve oneself': async () => {
      if ((await own.decide(id, 'approve')).status === 200) surprises.push('approved oneself')
    },
    reissue: async () => {
      const isAllowed = model.phase === 'passed' && now() <= model.endsAt && isApproved()
      expectReissue('reissue', await own.reissue('administrator', id), isAllowed)
    },
    'reissue elsewhere': async () =>
      expectReissue('reissue elsewhere', await own.reissue('foreignAdministrator', id), false),
    'reissue by another': async () =>
      expectReissue('reissue by another', await other.reissue('administrator', id), false),
  }
  const say = async (fact: 'address' | 'representative'): Promise<void> => {
    await own.answer(id, fact, rightAnswers[people.administrator.memberId][fact])
    if (isOpen()) model.matched.add(fact)
  }

  for (const move of order) await play[move]()
  return { surprises, issued }
}
