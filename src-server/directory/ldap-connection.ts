import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Client } from 'ldapts'
import { DirectoryError } from './directory-port.ts'
import { readTlsOptions, type LdapTarget } from './ldap-target.ts'

/** One connection, bound once. Lost means lost: ldapts would reconnect as nobody and find “no such user”. */
export interface LdapConnection {
  isUsable(): boolean
  /** `operation` has to send its request before it first waits. Rejects after `limitMs` whatever the server does. */
  run<T>(operation: (client: Client) => Promise<T>): Promise<T>
  /** Takes no new work, and ends with the last that it has. */
  retire(): void
  close(): Promise<void>
}

/** Firewalls forget quiet connections without a word, and a write sent into one has an unknown outcome. */
const maxIdleMs = 60_000
const keepAliveMs = 30_000

/**
 * Connects, starts TLS if so configured, and binds by `bind`; all of it within `limitMs`. A new `Client` each time, used by
 * nobody else meanwhile: two calls that start on an unconnected one hang for ever.
 */
export async function openLdapConnection(
  target: LdapTarget,
  limitMs: number,
  bind: (client: Client) => Promise<void>,
): Promise<LdapConnection> {
  const tls = target.security === 'loopback' ? undefined : await readTlsOptions(target)
  let socket: Socket | undefined
  /** Watches the one socket of this connection; a second one would be a silent reconnection without a bind. */
  const keepOnly = <S extends Socket>(create: () => S): S => {
    if (socket) throw new DirectoryError('unavailable', 'the connection was lost')
    const created = create()
    socket = created
    created.setKeepAlive(true, keepAliveMs)
    // Nobody may be listening between two operations, and an error without a listener ends the process.
    created.on('error', () => undefined)
    return created
  }
  // Without time limits of its own: when one of those strikes, ldapts takes the answers of all others along.
  const client = new Client({
    url: target.url,
    ...(target.security === 'tls'
      ? { createSecureConnection: () => keepOnly(() => connectTls({ ...tls, port: target.port })) }
      : { createConnection: () => keepOnly(() => connectTcp({ host: target.host, port: target.port })) }),
  })
  try {
    await limitTime(limitMs, async () => {
      if (target.security === 'start-tls') await client.startTLS(tls)
      await bind(client)
    })
    if (!socket) throw new DirectoryError('unavailable', 'the connection was lost')
    return watchConnection(client, socket, limitMs)
  } catch (error) {
    socket?.destroy()
    throw error
  }
}

function watchConnection(client: Client, socket: Socket, limitMs: number): LdapConnection {
  let [isRetired, running, usedAt] = [false, 0, performance.now()]
  // After StartTLS ldapts itself does not notice the loss.
  socket.once('close', () => {
    isRetired = true
  })
  const isUsable = (): boolean =>
    !isRetired && !socket.destroyed && client.isBound && (running > 0 || performance.now() - usedAt < maxIdleMs)
  const retire = (): void => {
    isRetired = true
    if (running === 0) socket.destroy()
  }
  return {
    isUsable,
    async run(operation) {
      if (isRetired || !client.isBound) throw new DirectoryError('unavailable', 'the connection was lost')
      running += 1
      try {
        return await limitTime(limitMs, () => operation(client))
      } catch (error) {
        // One that does not answer takes no new work; what others have under way on it may still end well.
        if (error instanceof DeadlineError) isRetired = true
        throw error
      } finally {
        running -= 1
        usedAt = performance.now()
        if (isRetired) retire()
      }
    },
    retire,
    async close() {
      isRetired = true
      if (!socket.destroyed) await limitTime(limitMs, () => client.unbind()).catch(() => undefined)
      socket.destroy()
    },
  }
}

/** What ran out of time; whether something was sent is for the caller to know. */
class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
}

async function limitTime<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new DeadlineError(`no answer within ${limitMs} ms`)), limitMs)
  try {
    return await Promise.race([work(), over])
  } finally {
    clearTimeout(timer)
  }
}
