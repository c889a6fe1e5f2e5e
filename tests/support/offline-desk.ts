import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { z } from 'zod'
import type { ReissueDay } from '../../src-shared/api/reissue-statistics.ts'
import { reissueRoutes, type ReissueRecord } from '../../src-shared/api/reissues.ts'
import { AppError, type ErrorCode } from '../../src-shared/errors/catalogue.ts'
import type { OfflineHistoryView } from '../../src-shared/ipc/contract.ts'
import { createMemoryOfflineStore, openSecretBox } from '../../src-main/adapters/memory-offline-store.ts'
import type { KeyDerivationPort } from '../../src-main/ports/key-derivation-port.ts'
import type { OfflineStorePort } from '../../src-main/ports/offline-store-port.ts'
import type { SecretBoxPort } from '../../src-main/ports/secret-box-port.ts'
import { createOfflineCopyRepository } from '../../src-main/services/offline-copy-repository.ts'
import { createOfflineCopyService } from '../../src-main/services/offline-copy-service.ts'
import { createOfflineHistoryService } from '../../src-main/services/offline-history-service.ts'
import type { CallForHistory } from '../../src-main/services/offline-history-sync.ts'
import { createFakeApiClient } from './fake-api-client.ts'
import { policy, reissueRecords } from './fake-desk-data.ts'
import { createListLog } from './list-log.ts'
import { createManualTimer, type ManualTimer } from './manual-timer.ts'

/** A derivation that costs nothing: how slow the real one is, is asked elsewhere. */
export const quickDerivation: KeyDerivationPort = {
  deriveKey: (password, salt) => Promise.resolve(createHash('sha256').update(salt).update(password).digest()),
}

/** An entry of the history that a test tells from others by its number. */
export function recordOf(number: number, change: Partial<ReissueRecord> = {}): ReissueRecord {
  const [template] = reissueRecords
  if (!template) throw new Error('the sample data has no reissues')
  const reissueId = `018f6f2e-7f4b-7c7a-9a43-${String(number).padStart(12, '0')}`
  return { ...template, state: 'used', reissueId, ...change }
}

/** A server with a history, and the calls that the desk makes to it. */
function createHistoryServer() {
  const api = createFakeApiClient()
  const records: ReissueRecord[] = []
  const asked: { since: string | undefined; isBackground: boolean }[] = []
  const state: { failure?: ErrorCode; offlineReviewDays: number } = { offlineReviewDays: policy.offlineReviewDays }
  const inputSchema = z.object({ query: reissueRoutes.listReissues.query })
  api.answer('readPolicy', () => ({ ...policy, offlineReviewDays: state.offlineReviewDays }))
  const days: ReissueDay[] = []
  api.answer('readReissueStatistics', () => ({ timeZone: policy.temporaryPassword.timeZone, days }))
  api.answer('listReissues', ({ input }) => {
    const { since = '', limit, cursor = '0' } = inputSchema.parse(input).query
    const found = records
      .filter(({ issuedAt }) => issuedAt >= since)
      .toSorted((a, b) => (a.issuedAt + a.reissueId < b.issuedAt + b.reissueId ? 1 : -1))
    const [from, to] = [Number(cursor), Number(cursor) + limit]
    return { items: found.slice(from, to), total: found.length, nextCursor: to < found.length ? String(to) : null }
  })
  const call: CallForHistory = (operation, input, options) => {
    const { since } = inputSchema.safeParse(input).data?.query ?? {}
    if (operation === 'listReissues') asked.push({ since, isBackground: options?.isBackground === true })
    return state.failure === undefined ? api.call(operation, input) : Promise.reject(new AppError(state.failure))
  }
  return { records, asked, state, call }
}

export interface OfflineDeskOptions {
  readonly store?: OfflineStorePort
  readonly secretBox?: SecretBoxPort
  readonly timer?: ManualTimer
  readonly derivation?: KeyDerivationPort
}

export type OfflineDesk = ReturnType<typeof createOfflineDesk>

/** The history kept for review over a server, a store and a time that the test owns. */
export function createOfflineDesk({
  store = createMemoryOfflineStore(),
  secretBox = openSecretBox,
  timer = createManualTimer(),
  derivation = quickDerivation,
}: OfflineDeskOptions = {}) {
  const server = createHistoryServer()
  const views: OfflineHistoryView[] = []
  const clock = { aheadMs: 0, isReachable: true }
  const now = (): Date => new Date(timer.now().getTime() + clock.aheadMs)
  let names = 0
  const copies = createOfflineCopyService({
    repository: createOfflineCopyRepository(() => Promise.resolve({ kept: 'disk', store, secretBox })),
    derivation,
    now,
    elapsedMs: () => timer.now().getTime(),
    newName: () => `chunk-${String((names += 1)).padStart(6, '0')}`,
  })
  const log = createListLog()
  const history = createOfflineHistoryService({
    copies,
    call: server.call,
    timer,
    serverNow: now,
    storage: () => Promise.resolve('disk'),
    isReachable: () => clock.isReachable,
    onChanged: (view) => views.push(view),
    log,
  })
  return { server, store, timer, clock, history, views, log }
}

export const owner = { userId: 'EJUM128951TST0020000', serverUrl: 'https://desk.example' }
export const ownPassword = 'correct horse battery staple'

/** A desk whose person has logged in and whose history, of three entries, has been synchronised. */
export async function createSynchronisedDesk(options: OfflineDeskOptions = {}) {
  const desk = createOfflineDesk(options)
  desk.server.records.push(recordOf(1), recordOf(2), recordOf(3, { state: 'pending' }))
  await desk.history.openWithServer(owner, ownPassword)
  await desk.timer.advance(0)
  return desk
}

/** The same machine after a restart of the app. */
export const restartDesk = ({ store, timer }: OfflineDesk, options: OfflineDeskOptions = {}) =>
  createOfflineDesk({ store, timer, ...options })

/** An `AppError` with that code, that wait, and nothing else. */
export const refusal = (code: string, retryAfterSeconds?: number) =>
  expect.objectContaining({ code, facts: retryAfterSeconds === undefined ? {} : { retryAfterSeconds } })
