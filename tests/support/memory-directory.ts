import {
  DirectoryError,
  type DirectoryAccount,
  type DirectoryCapabilities,
  type DirectoryErrorKind,
  type DirectoryPort,
} from '../../src-server/directory/directory-port.ts'
import type { OpenedDirectory } from '../../src-server/directory/opened-directory.ts'

/** What goes wrong with the next calls of a kind. */
export type DirectoryFault =
  /** Not reached at all. */
  | { readonly kind: 'down' }
  /** Takes the request and does not answer until `thaw`; then what was sent is done after all. */
  | { readonly kind: 'frozen' }
  | { readonly kind: 'refuse'; readonly as: DirectoryErrorKind; readonly isWritten?: boolean }
  /** The answer is lost, after or before what was asked for was done. */
  | { readonly kind: 'lose_after' }
  | { readonly kind: 'lose_before' }
  | { readonly kind: 'slow'; readonly until: Promise<unknown> }

export type DirectoryOperation = 'get' | 'resetToTemporary' | 'verify' | 'changePassword' | 'expire' | 'settle' | 'list'

interface Entry {
  account: DirectoryAccount
  password: string | null
  validUntil: Date | null
  /** What is left of a temporary password that its owner has replaced. */
  hasLeftover: boolean
  changedAt: number
}

export interface MemoryDirectory {
  readonly opened: OpenedDirectory
  readonly port: DirectoryPort
  /** Every call in order, e.g. `resetToTemporary a-1`. */
  readonly calls: string[]
  put(
    account: Partial<DirectoryAccount> & Pick<DirectoryAccount, 'accountId' | 'userId' | 'loginId'>,
    password?: string,
  ): void
  remove(accountId: string): void
  /** For the next `times` calls of `operation`, or all of them until `heal`. */
  break(operation: DirectoryOperation | 'all', fault: DirectoryFault, times?: number): void
  heal(): void
  /** Does what was sent while it was frozen. */
  thaw(): Promise<void>
  /** Which of these is the password now; for invariants. */
  findWorking(accountId: string, tried: readonly string[]): string[]
  read(accountId: string): DirectoryAccount | undefined
  /** How many passwords were set, expired ones and the user’s own included. */
  countChanges(): number
}

/** A directory in memory that holds the contract of the port; like Active Directory it has to be swept, like OpenLDAP settled. */
export function createMemoryDirectory(
  clock: () => Date,
  { memberId = 'M-A', ...capabilities }: Partial<DirectoryCapabilities> & { memberId?: string } = {},
): MemoryDirectory {
  const entries = new Map<string, Entry>()
  const faults: { operation: DirectoryOperation | 'all'; fault: DirectoryFault; left: number }[] = []
  const calls: string[] = []
  let frozen: (() => void)[] = []
  let changes = 0

  const takeFault = (operation: DirectoryOperation): DirectoryFault | undefined => {
    const found = faults.find((one) => one.left > 0 && (one.operation === operation || one.operation === 'all'))
    if (found) found.left -= 1
    return found?.fault
  }

  const call = async <T>(operation: DirectoryOperation, about: string, isWrite: boolean, act: () => T): Promise<T> => {
    calls.push(`${operation} ${about}`)
    const fault = takeFault(operation)
    const lost = (): DirectoryError => new DirectoryError(isWrite ? 'unknown_outcome' : 'unavailable', 'lost')
    await Promise.resolve()
    if (!fault) return act()
    switch (fault.kind) {
      case 'down':
        throw new DirectoryError('unavailable', 'down')
      case 'refuse':
        if (fault.isWritten === true) act()
        throw new DirectoryError(fault.as, 'refused', { isWritten: fault.isWritten ?? false })
      case 'lose_before':
        throw lost()
      case 'lose_after':
        act()
        throw lost()
      case 'frozen':
        frozen.push(() => void act())
        throw lost()
      case 'slow':
        break
    }
    await fault.until
    return act()
  }

  const entryOf = (accountId: string): Entry => {
    const entry = entries.get(accountId)
    if (!entry) throw new DirectoryError('not_found', 'no such entry')
    return entry
  }
  const setPassword = (entry: Entry, password: string, state: 'active' | 'temporary'): void => {
    changes += 1
    entry.changedAt = changes
    entry.password = password
    entry.account = { ...entry.account, passwordState: state, version: `v${changes}` }
  }

  const port: DirectoryPort = {
    kind: 'active-directory',
    capabilities: {
      endsSessions: false,
      expiresByItself: false,
      clearsExpiryOnChange: false,
      forcesChange: true,
      previousPasswordMinutes: 60,
      isTransactional: false,
      ...capabilities,
    },
    selfTest: async () => [{ check: 'connect', outcome: 'ok', detail: 'in memory' }],
    search: async (text, limit) => {
      const found = [...entries.values()].filter(({ account }) => account.loginId.includes(text))
      return { accounts: found.slice(0, limit).map(({ account }) => account), isTruncated: found.length > limit }
    },
    async *readChanges(since) {
      const after = since === null ? -1 : Number(since)
      const page = await call('list', since ?? 'all', false, () => ({
        changed: [...entries.values()].filter(({ changedAt }) => changedAt > after).map(({ account }) => account),
        deleted: [],
        next: String(changes),
      }))
      yield page
    },
    get: (accountId) => call('get', accountId, false, () => entries.get(accountId)?.account),
    resetToTemporary: ({ accountId }, password, validUntil) =>
      call('resetToTemporary', accountId, true, () => {
        const entry = entryOf(accountId)
        if (entry.account.state !== 'active') throw new DirectoryError('locked_by_administrator')
        setPassword(entry, password, 'temporary')
        entry.validUntil = validUntil
        return { version: entry.account.version, expiry: port.capabilities.expiresByItself ? 'native' : 'swept' }
      }),
    verify: (accountId, password) =>
      call('verify', accountId, false, () => {
        const entry = entryOf(accountId)
        if (password === '' || entry.password !== password) return 'wrong'
        if (entry.account.state !== 'active') return entry.account.state
        const isOver = entry.validUntil !== null && clock() > entry.validUntil
        if (port.capabilities.expiresByItself && isOver) return 'expired'
        return entry.account.passwordState === 'temporary' ? 'temporary' : 'chosen'
      }),
    changePassword: (accountId, currentPassword, newPassword) =>
      call('changePassword', accountId, true, () => {
        const entry = entryOf(accountId)
        if (entry.password !== currentPassword) throw new DirectoryError('wrong_password')
        if (entry.account.state !== 'active') throw new DirectoryError('locked_by_administrator')
        if (newPassword.startsWith('forbidden')) throw new DirectoryError('password_refused', 'history')
        entry.hasLeftover = entry.validUntil !== null
        setPassword(entry, newPassword, 'active')
      }),
    unlock: async (accountId) => void entryOf(accountId),
    expire: (accountId, version) =>
      call('expire', accountId, true, () => {
        const entry = entryOf(accountId)
        if (entry.account.passwordState !== 'temporary' || entry.account.version !== version) return 'already_changed'
        setPassword(entry, `scrambled ${changes}`, 'temporary')
        return 'expired'
      }),
    settle: (accountId) =>
      call('settle', accountId, true, () => {
        const entry = entryOf(accountId)
        if (entry.account.passwordState === 'temporary') return 'still_temporary'
        if (!entry.hasLeftover) return 'nothing'
        entry.hasLeftover = false
        entry.validUntil = null
        return 'cleared'
      }),
    close: async () => {},
  }

  return {
    port,
    opened: { ofMember: (asked) => (asked === memberId ? port : undefined), close: async () => {} },
    calls,
    put(account, password) {
      changes += 1
      const known = entries.get(account.accountId)
      const defaults = {
        userName: account.loginId,
        phone: null,
        fax: null,
        email: null,
        role: 'staff',
        state: 'active',
        passwordState: 'active',
        version: `v${changes}`,
      } as const
      entries.set(account.accountId, {
        validUntil: null,
        hasLeftover: false,
        ...known,
        changedAt: changes,
        password: password ?? known?.password ?? null,
        account: { ...defaults, ...known?.account, ...account },
      })
    },
    remove: (accountId) => void entries.delete(accountId),
    break: (operation, fault, times = Number.POSITIVE_INFINITY) => void faults.push({ operation, fault, left: times }),
    heal: () => void faults.splice(0),
    async thaw() {
      faults.splice(0)
      const sent = frozen
      frozen = []
      for (const act of sent) act()
    },
    findWorking: (accountId, tried) => tried.filter((password) => entries.get(accountId)?.password === password),
    read: (accountId) => entries.get(accountId)?.account,
    countChanges: () => changes,
  }
}
