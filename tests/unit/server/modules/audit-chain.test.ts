import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canonicalizeEvent,
  chainStart,
  hashEvent,
  judgeHead,
  judgeRow,
  type ChainedFields,
  type ChainRow,
} from '../../../../src-server/modules/audit/audit-chain-policy.ts'
import { hostileText } from '../../../support/hostile-text.ts'

/** Texts that look like the form itself, besides everything hostile. */
const text = fc.oneof(hostileText, fc.constantFrom('', '-', '1:', '0:', '1:-', '-1:a'))
const field = fc.option(text)

const event: fc.Arbitrary<ChainedFields> = fc.record({
  seq: fc.nat().map(String),
  at: field,
  action: field,
  outcome: field,
  actorMemberId: field,
  actorUserId: field,
  targetMemberId: field,
  targetUserId: field,
  requestId: field,
  remoteAddress: field,
  details: field,
})

/** The order of `audit_hash` in SQL. */
const order = [
  'seq',
  'at',
  'action',
  'outcome',
  'actorMemberId',
  'actorUserId',
  'targetMemberId',
  'targetUserId',
  'requestId',
  'remoteAddress',
  'details',
] as const

/** Reads the canonical form back; that this can be done is what makes it injective. */
function readFields(form: string): (string | null)[] {
  const fields: (string | null)[] = []
  let rest = Buffer.from(form)
  while (rest.length > 0) {
    if (rest.toString('latin1', 0, 1) === '-') {
      fields.push(null)
      rest = rest.subarray(1)
    } else {
      const colon = rest.indexOf(':')
      if (!/^\d+$/.test(rest.toString('latin1', 0, Math.max(colon, 0)))) throw new Error('cannot be read back')
      const end = colon + 1 + Number(rest.toString('latin1', 0, colon))
      fields.push(rest.toString('utf8', colon + 1, end))
      rest = rest.subarray(end)
    }
  }
  return fields
}

describe('the canonical form of an event (P24)', () => {
  it('can be read back, so that no two events have the same', () => {
    fc.assert(
      fc.property(event, (given) => {
        expect(readFields(canonicalizeEvent(given))).toEqual(order.map((name) => given[name]))
      }),
      { numRuns: 500 },
    )
  })

  it('a text that moves from one field to the next changes the hash', () => {
    const blank = fc.sample(event, 1)[0]
    if (!blank) throw new Error('no sample')
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const one = hashEvent(chainStart.hash, { ...blank, actorMemberId: a + b, actorUserId: c })
        const other = hashEvent(chainStart.hash, { ...blank, actorMemberId: a, actorUserId: b + c })
        expect(one === other).toBe(b === '')
      }),
    )
  })

  it('any change of any field changes the hash', () => {
    fc.assert(
      fc.property(event, event, (one, other) => {
        const differs = JSON.stringify(one) !== JSON.stringify(other)
        expect(hashEvent(chainStart.hash, one) !== hashEvent(chainStart.hash, other)).toBe(differs)
      }),
    )
  })
})

describe('judging a chain (P24)', () => {
  const chain = fc.sample(event, 5).reduce<ChainRow[]>((rows, given, index) => {
    const prevHash = rows.at(-1)?.hash ?? chainStart.hash
    const fields = { ...given, seq: String(index + 1) }
    return [...rows, { ...fields, prevHash, hash: hashEvent(prevHash, fields) }]
  }, [])
  const headOf = (row: ChainRow | undefined) => ({ seq: row?.seq ?? '', hash: row?.hash ?? '' })
  const at = (index: number): ChainRow => {
    const row = chain[index]
    if (!row) throw new Error('no such row')
    return row
  }

  it('an intact one has nothing wrong', () => {
    expect(chain.map((row, index) => judgeRow(index === 0 ? chainStart : headOf(chain[index - 1]), row))).toEqual(
      chain.map(() => undefined),
    )
    expect(judgeHead(headOf(at(4)), headOf(at(4)))).toBeUndefined()
  })

  it('says what is wrong', () => {
    expect(judgeRow(headOf(at(0)), at(2))).toEqual({ kind: 'missing', seq: '3', after: '1' })
    expect(judgeRow(headOf(at(1)), { ...at(1), seq: '3' })).toEqual({ kind: 'unlinked', seq: '3', after: '2' })
    expect(judgeRow(headOf(at(1)), { ...at(2), action: 'else' })).toMatchObject({ kind: 'changed', seq: '3' })
    expect(judgeRow(chainStart, { ...at(0), prevHash: null })).toMatchObject({ kind: 'unlinked' })
    expect(judgeHead(headOf(at(3)), headOf(at(4)))).toEqual({ kind: 'head_differs', seq: '5', after: '4' })
    expect(judgeHead(headOf(at(3)), undefined)).toMatchObject({ kind: 'head_differs' })
  })
})
