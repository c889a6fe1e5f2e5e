import { createTransport, type NodemailerError, type SMTPTransportOptions } from 'nodemailer'
import { isLoopback } from '../../config/listen-address.ts'
import type { MailOutcome, MailTransportPort } from './mail-transport-port.ts'

export interface NodemailerOptions {
  /** `smtp://` or `smtps://`, with `user:password@` if the server wants an account. */
  readonly smtpUrl: string
  /** The sender’s address. */
  readonly from: string
  /** Default: `defaultMailTimeouts`. */
  readonly timeouts?: MailTimeouts
}

export interface MailTimeouts {
  readonly connectMs: number
  /** Silence of the server. */
  readonly silenceMs: number
  /** One mail in all, however slowly the server answers. */
  readonly totalMs: number
}

/** A time limit at every step (R5). */
export const defaultMailTimeouts: MailTimeouts = { connectMs: 10_000, silenceMs: 20_000, totalMs: 60_000 }

/** Sends by SMTP through nodemailer, on a connection of its own for each mail. */
export function createNodemailerTransport(options: NodemailerOptions): MailTransportPort {
  const timeouts = options.timeouts ?? defaultMailTimeouts
  const transport = createTransport(toSmtpOptions(options.smtpUrl, timeouts))
  return {
    async send({ to, subject, text, messageId, date }, signal) {
      try {
        await transport.sendMail({
          from: { name: 'Saihakko Desk', address: options.from },
          // As a structure, and as the envelope: nothing in an address can be read as a second one.
          to: { name: '', address: to },
          envelope: { from: options.from, to: [to] },
          subject,
          text,
          messageId: `<${messageId}>`,
          date,
          // RFC 3834: no holiday notice answers it.
          headers: { 'Auto-Submitted': 'auto-generated' },
          encoding: 'base64',
          textEncoding: 'base64',
          xMailer: false,
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeouts.totalMs)]),
        })
        return { kind: 'sent' }
      } catch (error) {
        return readFailure(error)
      }
    },
  }
}

/**
 * Over `smtp://` the connection turns to TLS when the server offers it, and has to before an account is told to another
 * machine. Within this machine there is nothing to protect, and its certificate is mostly nobody’s.
 */
export function toSmtpOptions(smtpUrl: string, timeouts: MailTimeouts): SMTPTransportOptions {
  const url = new URL(smtpUrl)
  const host = url.hostname.replaceAll(/^\[|\]$/g, '')
  const isSecure = url.protocol === 'smtps:'
  const isLocal = isLoopback(host)
  const user = decodeURIComponent(url.username)
  return {
    host,
    port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
    secure: isSecure,
    ignoreTLS: isLocal,
    requireTLS: user !== '' && !isSecure && !isLocal,
    tls: { minVersion: 'TLSv1.2' },
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.connectMs,
    dnsTimeout: timeouts.connectMs,
    socketTimeout: timeouts.silenceMs,
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** A refusal that is about how the server is used (relaying, authentication) and not about the address: RFC 3463, 5.7. */
const policyStatus = /^5\d\d[ -]5\.7\./
const wantsAccount = 530

/**
 * For good are refusals of the recipient and of the mail itself. A refused account or sender is for the operators to
 * mend: such mails wait. The server’s own words are left out: they quote addresses (P22).
 */
function readFailure(error: unknown): MailOutcome {
  if (!isNodemailerError(error)) return { kind: 'failed', code: 'unknown', isUnreachable: true }
  const { responseCode, command, permanent, response, code } = error
  if (responseCode === undefined) return { kind: 'failed', code: code ?? 'unknown', isUnreachable: true }
  const isAboutThisMail = command === 'RCPT TO' || command === 'DATA'
  const isForGood =
    permanent === true && responseCode !== wantsAccount && isAboutThisMail && !policyStatus.test(response ?? '')
  const status = String(responseCode)
  return isForGood
    ? { kind: 'refused', code: status }
    : { kind: 'failed', code: status, isUnreachable: !isAboutThisMail }
}

const isNodemailerError = (error: unknown): error is NodemailerError => error instanceof Error
