import { vi, type Mock } from 'vitest'
import type { OfflineCopyPort } from '../../src-main/ports/offline-copy-port.ts'
import type { KeptSession, SessionVaultPort } from '../../src-main/ports/session-vault-port.ts'
import { createSessionService } from '../../src-main/services/session-service.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { SessionView } from '../../src-shared/ipc/contract.ts'
import type { ConnectionView } from '../../src-shared/ipc/server-schema.ts'
import { createFakeApiClient, sampleSession } from './fake-api-client.ts'
import { createManualTimer } from './manual-timer.ts'

export const firstToken = 'token-of-the-first-login'

/** A vault in memory. */
export function createFakeVault(kept?: KeptSession): SessionVaultPort & { read(): KeptSession | undefined } {
  let held = kept
  return {
    read: () => held,
    storage: () => Promise.resolve('keychain'),
    load: () => Promise.resolve(held),
    save: (next) => Promise.resolve(void (held = next)),
    clear: () => Promise.resolve(void (held = undefined)),
  }
}

export interface FakeCopy extends OfflineCopyPort {
  /** The password that opens it; undefined: there is no copy. */
  password: string | undefined
  isOpen: boolean
  readonly done: string[]
}

/** A copy that tells what was done with it. */
export function createFakeCopy(password?: string): FakeCopy {
  const copy: FakeCopy = {
    password,
    isOpen: false,
    done: [],
    openWithServer(owner, given) {
      Object.assign(copy, { password: given, isOpen: true })
      copy.done.push(`opened for ${owner.userId} of ${owner.serverUrl}`)
      return Promise.resolve()
    },
    unlock(_owner, given) {
      if (copy.password === undefined) return Promise.reject(new AppError('offline_copy_missing'))
      if (copy.password !== given) return Promise.reject(new AppError('invalid_credentials'))
      copy.isOpen = true
      copy.done.push('unlocked')
      return Promise.resolve()
    },
    close() {
      copy.isOpen = false
      copy.done.push('closed')
    },
    wipe() {
      Object.assign(copy, { password: undefined, isOpen: false })
      copy.done.push('wiped')
      return Promise.resolve()
    },
  }
  return copy
}

export interface SessionParts {
  readonly mustChangePassword?: boolean
  readonly kept?: KeptSession
  readonly serverUrl?: () => Promise<string>
}

interface Calls {
  readonly onChanged: Mock<(view: SessionView) => void>
  readonly onSecretsMustGo: Mock<() => void>
  readonly onLocked: Mock<() => void>
  readonly onEnded: Mock<() => void>
}

/** A session service over prepared answers, with everything around it to look at. */
export function createSessionParts({ mustChangePassword = false, kept, serverUrl }: SessionParts = {}) {
  const api = createFakeApiClient()
  api.answer('logIn', () => ({ token: firstToken, session: sampleSession({ mustChangePassword }) }))
  api.answer('logOut', () => undefined)
  const vault = createFakeVault(kept)
  const offlineCopy = createFakeCopy()
  const timer = createManualTimer()
  const connection: { state: ConnectionView['state'] } = { state: 'connected' }
  const calls: Calls = { onChanged: vi.fn(), onSecretsMustGo: vi.fn(), onLocked: vi.fn(), onEnded: vi.fn() }
  const session = createSessionService({
    api,
    vault,
    offlineCopy,
    connection: { read: () => connection },
    serverUrl: serverUrl ?? (() => Promise.resolve('https://desk.example')),
    timer,
    ...calls,
  })
  return { api, vault, offlineCopy, timer, connection, session, ...calls }
}
