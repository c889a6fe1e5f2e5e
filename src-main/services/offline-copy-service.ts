import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { KeyDerivationPort } from '../ports/key-derivation-port.ts'
import type { CopyOwner } from '../ports/offline-copy-port.ts'
import { isCheap, nameCopy, newDataKey, unwrapKey, wrapKey, type WrappedKey } from './copy-encryption.ts'
import { divideAnew, type Chunks } from './history-chunks.ts'
import { addDays, applyChanges, keepLatest, type HistoryChanges } from './kept-history-policy.ts'
import type { CopyGuard } from './offline-copy-schema.ts'
import type { OfflineCopyRepository, StoredCopy } from './offline-copy-repository.ts'
import { triesAllowed, waitAfterSeconds } from './unlock-delay-policy.ts'

/** A copy whose key is in memory. Nothing of a new one is stored before the first synchronisation. */
export interface OpenCopy {
  readonly name: string
  readonly dataKey: Uint8Array
  readonly key: WrappedKey
  readonly chunks: Chunks
  /** Newest first. */
  readonly entries: readonly ReissueRecord[]
  /** What was stored last; nothing for a new copy. */
  readonly stored: StoredCopy | undefined
}

export interface OfflineCopyDependencies {
  readonly repository: OfflineCopyRepository
  readonly derivation: KeyDerivationPort
  readonly now: () => Date
  /** Milliseconds that nobody can set back. */
  readonly elapsedMs: () => number
  readonly newName: () => string
}

/** What the policy says of a copy. */
export type CopyRules = Pick<CopyGuard, 'keptDays' | 'timeZone'>

export type OfflineCopyService = ReturnType<typeof createOfflineCopyService>

/** When the server’s word gets too old to be kept. */
export const endOfKeeping = ({ asOf, keptDays }: CopyGuard): string => addDays(asOf, keptDays)

/** Opens and writes the one copy of this machine: for the account, the server and the password that it was made for. */
export function createOfflineCopyService(dependencies: OfflineCopyDependencies) {
  const { repository, derivation, now, elapsedMs, newName } = dependencies
  /** When the next try may be made, by `elapsedMs`; not known before the first look at the copy of this run. */
  let waitEndsMs: number | undefined

  async function readLive(): Promise<StoredCopy | undefined> {
    const stored = await repository.read()
    if (stored === undefined || now().toISOString() <= endOfKeeping(stored.guard)) return stored
    await repository.wipe()
    return undefined
  }

  async function openStored(stored: StoredCopy, dataKey: Uint8Array): Promise<OpenCopy | undefined> {
    const chunks = await repository.readChunks(stored, dataKey)
    if (chunks === undefined) return undefined
    const entries = keepLatest([...chunks.values()].flat(), stored.guard.asOf)
    const guard: CopyGuard = { ...stored.guard, wrongTries: 0, wrongAt: null }
    waitEndsMs = undefined
    const { wrongTries } = stored.guard
    const counted = wrongTries === 0 ? stored : await repository.saveGuard(stored, guard).catch(() => stored)
    return { name: guard.copyName, dataKey, key: guard.key, chunks, entries, stored: counted }
  }

  const unwrap = ({ guard }: StoredCopy, password: string): Promise<Uint8Array | undefined> =>
    unwrapKey(derivation, guard.key, password, guard.copyName)

  /** The clock of the machine decides once in a run; after that it may be set however one likes. */
  function readWaitMs({ wrongTries, wrongAt }: CopyGuard): number {
    const waitMs = waitAfterSeconds(wrongTries) * 1000
    const passedMs = wrongAt === null ? waitMs : Math.max(0, now().getTime() - Date.parse(wrongAt))
    waitEndsMs ??= elapsedMs() + Math.max(0, waitMs - passedMs)
    return Math.max(0, waitEndsMs - elapsedMs())
  }

  /** Before the password is tried: ending the program in between does not give the try back. */
  async function countTry(stored: StoredCopy): Promise<StoredCopy> {
    const { guard } = stored
    const wrongTries = guard.wrongTries + 1
    waitEndsMs = elapsedMs() + waitAfterSeconds(wrongTries) * 1000
    try {
      return await repository.saveGuard(stored, { ...guard, wrongTries, wrongAt: now().toISOString() })
    } catch (cause) {
      throw new AppError('file_not_written', {}, { cause })
    }
  }

  async function refuse({ guard }: StoredCopy): Promise<never> {
    if (guard.wrongTries < triesAllowed) {
      const retryAfterSeconds = waitAfterSeconds(guard.wrongTries)
      throw new AppError('invalid_credentials', retryAfterSeconds === 0 ? {} : { retryAfterSeconds })
    }
    await repository.wipe()
    throw new AppError('offline_copy_erased')
  }

  async function rewrap(held: OpenCopy, password: string): Promise<OpenCopy> {
    // A lock overwrites the key while the other one is being derived.
    const dataKey = Uint8Array.from(held.dataKey)
    if (await unwrapKey(derivation, held.key, password, held.name)) return held
    const key = await wrapKey(derivation, dataKey, password, held.name)
    const stored = held.stored && (await repository.saveGuard(held.stored, { ...held.stored.guard, key }))
    return { ...held, dataKey, key, stored }
  }

  async function begin(name: string, password: string): Promise<OpenCopy> {
    const dataKey = newDataKey()
    const key = await wrapKey(derivation, dataKey, password, name)
    return { name, dataKey, key, chunks: new Map(), entries: [], stored: undefined }
  }

  return {
    /** What is known of the copy without its password. One that was kept long enough is wiped. */
    look: async (): Promise<CopyGuard | undefined> => (await readLive())?.guard,

    /**
     * For a password that the server has just accepted; `held` is the copy that is open. A copy of somebody else goes. One
     * that was made under an earlier password begins anew, unless it is open.
     */
    async openWithServer(owner: CopyOwner, password: string, held: OpenCopy | undefined): Promise<OpenCopy> {
      const name = nameCopy(owner)
      if (held?.name === name) return await rewrap(held, password)
      const stored = await readLive()
      if (stored === undefined) return await begin(name, password)
      const dataKey = stored.guard.copyName === name ? await unwrap(stored, password) : undefined
      if (dataKey === undefined) await repository.wipe()
      const opened = dataKey && (await openStored(stored, dataKey))
      if (opened === undefined) return await begin(name, password)
      // What a guess costs now; stored with the next synchronisation.
      return isCheap(opened.key)
        ? { ...opened, key: await wrapKey(derivation, opened.dataKey, password, name) }
        : opened
    },

    /** Without the server. Fails as `OfflineCopyPort.unlock` says. */
    async unlock(owner: CopyOwner, password: string): Promise<OpenCopy> {
      const stored = await readLive()
      if (stored?.guard.copyName !== nameCopy(owner)) throw new AppError('offline_copy_missing')
      const waitMs = readWaitMs(stored.guard)
      if (waitMs > 0) throw new AppError('too_many_attempts', { retryAfterSeconds: Math.ceil(waitMs / 1000) })
      // SECURITY: S-18. The last try was used up, and the erasure was cut off or failed: there is no further one.
      if (stored.guard.wrongTries >= triesAllowed) return await refuse(stored)
      // Derived meanwhile. Nobody learns anything of it before the try is counted, not even that it failed.
      const derived = unwrap(stored, password)
      derived.catch(() => undefined)
      const counted = await countTry(stored)
      const dataKey = await derived
      if (dataKey === undefined) return await refuse(counted)
      const copy = await openStored(counted, dataKey)
      if (copy === undefined) throw new AppError('offline_copy_missing')
      return copy
    },

    /** Takes over what a synchronisation found, and stores it for so many days from then on. */
    async save(copy: OpenCopy, changes: HistoryChanges, rules: CopyRules): Promise<OpenCopy> {
      const { name: copyName, dataKey, key } = copy
      const entries = applyChanges(copy.entries, changes)
      const { chunks, newNames } = divideAnew(copy.chunks, entries, newName)
      const count = { wrongTries: 0, wrongAt: null, entries: entries.length }
      const guard: CopyGuard = { copyName, key, asOf: changes.asOf, ...rules, ...count }
      const stored = await repository.save(guard, { dataKey, chunks, newNames })
      return { ...copy, entries, chunks, stored }
    },

    wipe: (): Promise<void> => repository.wipe(),
  }
}
