import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface ReceivedMail {
  readonly to: readonly string[]
  /** As it travelled. */
  readonly raw: string
  readonly parsed: ParsedMail
}

export interface MailServerOptions {
  readonly port?: number
  /** Decides on an address: an SMTP status to refuse it with, or undefined. */
  readonly refuseAddress?: (address: string) => number | undefined
  /** Decides on a whole mail after it was read; may take its time. */
  readonly refuseMail?: (mail: ReceivedMail) => Promise<number | undefined> | number | undefined
  readonly smtp?: SMTPServerOptions
}

export interface MailServer {
  readonly port: number
  readonly url: string
  /** What it said yes to. */
  readonly mails: readonly ReceivedMail[]
  /** Accounts that were told to it, as `user:password`. */
  readonly accounts: readonly string[]
  close(): Promise<void>
}

/** A mail server on loopback that keeps what it takes. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  const accounts: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth: ({ username, password }, _session, done) => {
      accounts.push(`${username}:${password}`)
      done(null, { user: username })
    },
    onRcptTo: ({ address }, _session, done) => done(toError(options.refuseAddress?.(address))),
    onData: (stream, { envelope }, done) => {
      const receive = async (): Promise<void> => {
        const raw = await buffer(stream)
        const to = envelope.rcptTo.map(({ address }) => address)
        const mail = { to, raw: raw.toString('latin1'), parsed: await simpleParser(raw) }
        const refusal = toError(await options.refuseMail?.(mail))
        if (!refusal) mails.push(mail)
        done(refusal)
      }
      receive().catch(done)
    },
    ...options.smtp,
  })
  // A client that gives up breaks its connection off.
  server.on('error', () => {})
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = readAddress(server.server.address())
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails,
    accounts,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function toError(status: number | undefined): Error | null {
  return status === undefined ? null : Object.assign(new Error('refused by the test'), { responseCode: status })
}

function readAddress(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port')
  return address
}
