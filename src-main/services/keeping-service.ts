import type { Session } from '../../src-shared/api/sessions.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { CopyOwner, OfflineCopyPort } from '../ports/offline-copy-port.ts'
import type { KeptSession, SessionVaultPort } from '../ports/session-vault-port.ts'
import { keepsCopy } from './session-policy.ts'
import { takeTurns } from './take-turns.ts'

interface Current {
  readonly token: string
  readonly session: Session
  readonly locked: boolean
}

export interface KeepingDependencies {
  readonly vault: SessionVaultPort
  readonly offlineCopy: OfflineCopyPort
  readonly serverUrl: () => Promise<string>
  readonly readCurrent: () => Current | undefined
}

/** What a session leaves on this machine: its token in the vault, and the history kept for review. */
export function createKeepingService({ vault, offlineCopy, serverUrl, readCurrent }: KeepingDependencies) {
  /** One after the other: an erasure that falls into an opening takes what the opening leaves behind. */
  const inTurn = takeTurns()
  let saving: Promise<unknown> = Promise.resolve()

  const ownerOf = async ({ user }: Session): Promise<CopyOwner> => ({
    userId: user.userId,
    serverUrl: await serverUrl(),
  })

  /** A lock closes the copy at once; one that was just being opened is closed here. */
  const closeUnlessOpen = (): void => {
    if (readCurrent()?.locked !== false) offlineCopy.close()
  }

  async function save(held: Current): Promise<void> {
    const url = await serverUrl()
    if (readCurrent()?.token === held.token) {
      await vault.save({ serverUrl: url, token: held.token, session: held.session })
    }
  }

  return {
    closeUnlessOpen,

    /** The session kept by an earlier start, if it is one of this server; one of another server is forgotten. */
    async load(): Promise<KeptSession | undefined> {
      const kept = await vault.load()
      if (!kept) return undefined
      // Which server it is, is not known: kept for another start.
      const url = await serverUrl().catch(() => undefined)
      if (url === undefined || url === kept.serverUrl) return url === undefined ? undefined : kept
      await Promise.all([vault.clear(), inTurn(() => offlineCopy.wipe())])
      return undefined
    },

    /** Keeps the present session over a restart; nobody waits for it. */
    keepSession(): void {
      const held = readCurrent()
      if (held) saving = save(held).catch(() => undefined)
    },

    /**
     * Opens the copy under the password that the server has just accepted. Nobody waits for it either: it takes a tenth of a
     * second. `isAnother`: somebody else was here before, whose copy has to go; so has the one of whoever may
     * keep none (any more), or has been given a temporary password since it was made.
     */
    openCopy(password: string, isAnother: boolean): void {
      const held = readCurrent()
      if (!held) return
      void inTurn(async () => {
        const isKept = keepsCopy(held.session)
        // SECURITY: S-19. Whosever it is: a start that found no session does not know who was here before.
        if (isAnother || !isKept) await offlineCopy.wipe()
        if (!isKept || readCurrent()?.token !== held.token) return
        await offlineCopy.openWithServer(await ownerOf(held.session), password)
        closeUnlessOpen()
      }).catch(() => undefined)
    },

    /** Lets the copy judge the password; fails with `offline_copy_missing` where none is kept. */
    unlockCopy: (session: Session, password: string): Promise<void> =>
      inTurn(async () => {
        if (!keepsCopy(session)) throw new AppError('offline_copy_missing')
        await offlineCopy.unlock(await ownerOf(session), password)
      }),

    /** The session is over: nothing of it stays. */
    async forget(): Promise<void> {
      await Promise.all([vault.clear(), inTurn(() => offlineCopy.wipe())])
    },

    async settle(): Promise<void> {
      await Promise.allSettled([saving, inTurn(() => Promise.resolve())])
    },
  }
}
