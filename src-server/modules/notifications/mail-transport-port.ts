export interface Mail {
  /** One address, without a name. */
  readonly to: string
  readonly subject: string
  readonly text: string
  /** Without the angle brackets. The same at every attempt, so that a mail that comes twice is recognised. */
  readonly messageId: string
  readonly date: Date
}

/** How an attempt ended. `code` is an SMTP status or a short word, never an address or a server’s own text. */
export type MailOutcome =
  | { readonly kind: 'sent' }
  /** The address or the mail was refused for good: the same attempt would end the same way. */
  | { readonly kind: 'refused'; readonly code: string }
  /** It may work later. Unreachable: no mail at all got through, so others need not be tried now. */
  | { readonly kind: 'failed'; readonly code: string; readonly isUnreachable: boolean }

export interface MailTransportPort {
  /** Hands one mail to the mail server within bounded time. Never throws; `signal` breaks the attempt off. */
  send(mail: Mail, signal: AbortSignal): Promise<MailOutcome>
}
