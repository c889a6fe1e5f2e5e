import { PasswordPolicyControl, type Client, type Entry, type SearchOptions } from 'ldapts'
import { DirectoryError, type DirectoryKind } from './directory-port.ts'
import { openLdapConnection, type LdapConnection } from './ldap-connection.ts'
import { readLdapFailure, type LdapStage } from './ldap-failure.ts'
import type { LdapTarget } from './ldap-target.ts'

/** All connections to one directory: one for reading, one for writing, and short ones for users who prove themselves. */
export interface LdapConnections {
  readonly kind: DirectoryKind
  readonly bindDn: string
  /** Runs on the connection for reading. Throws DirectoryError, like all below. */
  read<T>(operation: LdapOperation<T>): Promise<T>
  /** The entries below a base, asked for page by page as they are consumed. */
  readPages(baseDn: string, options: SearchOptions): AsyncGenerator<readonly Entry[]>
  /** A lost answer is `unknown_outcome`, whatever came before the request is not. */
  write<T>(operation: LdapOperation<T>): Promise<T>
  /** Binds as somebody on a connection of its own, which `operation` may use while it is bound. */
  tryBind(dn: string, password: string, operation?: LdapOperation<void>): Promise<BindAnswer>
  close(): Promise<void>
}

/** Has to send its request before it first waits: the connection was seen to be bound right before. */
export type LdapOperation<T> = (client: Client) => Promise<T>

export interface BindAnswer {
  /** What refused the bind; undefined for an accepted one. */
  readonly refusal: unknown
  /** The server’s password policy on it (draft-behera-ldap-password-policy), such as 2: has to be changed. */
  readonly policyError: number | undefined
}

export interface LdapConnectionsOptions {
  readonly kind: DirectoryKind
  readonly target: LdapTarget
  readonly bindDn: string
  /** Asked at each bind: a changed password needs no restart. */
  readonly readBindPassword: () => Promise<string>
  /** For each single step. */
  readonly timeoutMs: number
}

export function createLdapConnections(options: LdapConnectionsOptions): LdapConnections {
  const { kind, target, bindDn, timeoutMs } = options
  const open = async (): Promise<LdapConnection> => {
    const password = await options.readBindPassword()
    return await openLdapConnection(target, timeoutMs, async (client) => client.bind(bindDn, password))
  }
  const [reading, writing] = [shareConnection(open), shareConnection(open)]
  const fail = (error: unknown, stage: LdapStage): never => {
    throw readLdapFailure(error, stage, kind)
  }
  const run = async <T>(shared: SharedConnection, stage: LdapStage, operation: LdapOperation<T>): Promise<T> => {
    const connection = await shared.get().catch((error: unknown) => fail(error, 'connect'))
    return await connection.run(operation).catch((error: unknown) => fail(error, stage))
  }
  return {
    kind,
    bindDn,
    read: async (operation) => await run(reading, 'read', operation),
    write: async (operation) => await run(writing, 'write', operation),
    async *readPages(baseDn, searchOptions) {
      // A cookie is good on its own connection only.
      const connection = await reading.get().catch((error: unknown) => fail(error, 'connect'))
      let pages: AsyncGenerator<{ searchEntries: Entry[] }> | undefined
      const readNext: LdapOperation<IteratorResult<{ searchEntries: Entry[] }>> = async (client) => {
        pages ??= client.searchPaginated(baseDn, searchOptions)
        return await pages.next()
      }
      for (;;) {
        const page = await connection.run(readNext).catch((error: unknown) => fail(error, 'read'))
        if (page.done === true) return
        yield page.value.searchEntries
      }
    },
    async tryBind(dn, password, operation) {
      const control = new PasswordPolicyControl()
      let answer: BindAnswer | undefined
      const connection = await openLdapConnection(target, timeoutMs, async (client) => {
        const refusal = await client.bind(dn, password, control).then(
          () => undefined,
          (error: unknown) => error,
        )
        answer = { refusal, policyError: control.value?.error }
        if (refusal !== undefined) throw refusal
      }).catch((error: unknown) => (isAnswer(answer) ? undefined : fail(error, 'connect')))
      try {
        if (connection && operation) await connection.run(operation).catch((error: unknown) => fail(error, 'write'))
      } finally {
        await connection?.close()
      }
      return answer ?? fail(undefined, 'connect')
    },
    async close() {
      await Promise.all([reading.close(), writing.close()])
    },
  }
}

/** Whether the server itself has refused; anything else than a code of LDAP is a broken connection. */
function isAnswer(answer: BindAnswer | undefined): boolean {
  const refusal = answer?.refusal
  return refusal instanceof Error && 'code' in refusal && typeof refusal.code === 'number'
}

interface SharedConnection {
  get(): Promise<LdapConnection>
  close(): Promise<void>
}

/** The same connection for all while it lasts; all who ask while it is being made wait for that one. */
function shareConnection(open: () => Promise<LdapConnection>): SharedConnection {
  let current: LdapConnection | undefined
  let opening: Promise<LdapConnection> | undefined
  let isClosed = false
  const reopen = async (): Promise<LdapConnection> => {
    const former = current
    current = undefined
    const connection = await open()
    former?.retire()
    if (isClosed) {
      await connection.close()
      throw new DirectoryError('unavailable', 'the connections are closed')
    }
    current = connection
    return connection
  }
  return {
    async get() {
      if (isClosed) throw new DirectoryError('unavailable', 'the connections are closed')
      if (current?.isUsable() === true) return current
      opening ??= reopen().finally(() => {
        opening = undefined
      })
      return await opening
    },
    async close() {
      isClosed = true
      await opening?.catch(() => undefined)
      await current?.close()
    },
  }
}
