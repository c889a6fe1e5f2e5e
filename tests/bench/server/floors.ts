import { randomBytes, randomUUID } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { argon2Parameters } from '../../../src-server/security/password-verifier.ts'
import type { BareStatement } from './bare-driver.ts'
import {
  chargeAndFindLogin,
  chargeAndReadTarget,
  chargeAndSuggest,
  findSession,
  listHistory,
  openSession,
  readUser,
  writeReissue,
} from './bare-statements.ts'
import type { BenchDesk } from './bench-desk.ts'
import { hashToken, type BenchOperator } from './fill-database.ts'

/** The requests without anything but their statements, one after the other on one connection, and their hash. */
export interface Floors {
  logIn(): Promise<void>
  openUser(token: string, asker: Person, userId: string): Promise<void>
  readHistory(token: string): Promise<void>
  suggest(operator: BenchOperator, userId: string): Promise<void>
  reissue(operator: BenchOperator, userId: string, temporaryPassword: string): Promise<void>
  findSession(token: string): Promise<void>
}

export interface Person {
  readonly memberId: string
  readonly userId: string
}

const monthMs = 30 * 24 * 3_600_000

export function createFloors({ bare, data: { helpdesk, password, verifier } }: BenchDesk): Floors {
  const run = (statement: BareStatement, ...values: readonly unknown[]): Promise<void> => bare.run(statement, values)
  const [account, address, operators] = [randomBytes(32), randomBytes(32), randomBytes(32)]
  const whoAsks = (token: string): Promise<void> => run(findSession, hashToken(token))
  return {
    findSession: whoAsks,

    async logIn() {
      await run(chargeAndFindLogin, ['account', 'address'], [account, address], helpdesk.loginId)
      await verify(verifier, password)
      const token = hashToken(randomBytes(32).toString('base64url'))
      await run(openSession, helpdesk.memberId, helpdesk.userId, randomUUID(), token, account, address)
    },

    async openUser(token, asker, userId) {
      await whoAsks(token)
      await run(readUser, userId, new Date(Date.now() - monthMs), asker.memberId, asker.userId)
    },

    async readHistory(token) {
      await whoAsks(token)
      await run(listHistory, 51)
    },

    async suggest(operator, userId) {
      await whoAsks(operator.token)
      const counters = [['operator_suggestion'], [operators]]
      await run(chargeAndSuggest, ...counters, userId, operator.memberId, operator.userId)
    },

    async reissue(operator, userId, temporaryPassword) {
      const [key, reissueId] = [randomUUID(), randomUUID()]
      await whoAsks(operator.token)
      await run(chargeAndReadTarget, ['operator_reissue'], [operators], userId, operator.userId, key)
      const hashed = await hash(temporaryPassword, argon2Parameters)
      const told = [userId, operator.userId]
      await run(writeReissue, operator.memberId, userId, operator.userId, key, reissueId, hashed, account, told)
    },
  }
}
