import { formatInstant, type Language } from '../../../src-shared/domain/time.ts'
import { wordings, type NoticeAudience } from './notice-wording.ts'
import type { NoticeKind } from './outbox-repository.ts'

/** Somebody as a notice names them: never with a phone number or an address. */
export interface NamedPerson {
  readonly userName: string
  readonly memberName: string
}

export interface Notice {
  readonly kind: NoticeKind
  readonly audience: NoticeAudience
  readonly at: Date
  /** The member’s IANA zone: times are told in it. */
  readonly timeZone: string
  /** Whose password it is about. */
  readonly subject: NamedPerson & { readonly loginId: string }
  /** Who reissued, or who took the call. */
  readonly actor: NamedPerson
}

export interface NoticeText {
  readonly subject: string
  readonly text: string
}

/**
 * The mail of a notice: Japanese, then English, as plain text without a password or a link (P8). The subject line holds
 * nothing that users typed, so that no header can be forged.
 */
export function composeNotice(notice: Notice): NoticeText {
  const { ja, en } = wordings
  return {
    subject: `【再発行デスク】${ja.subject[notice.kind]} / Saihakko Desk: ${en.subject[notice.kind]}`,
    text: `${composeIn('ja', notice)}\n\n${'-'.repeat(40)}\n\n${composeIn('en', notice)}\n`,
  }
}

function composeIn(language: Language, { kind, audience, at, timeZone, subject, actor }: Notice): string {
  const { opening, labels, actor: actorLabels, of, passages, closing } = wordings[language]
  const { what, advice } = passages[kind][audience]
  const name = ({ userName, memberName }: NamedPerson): string => of(toOneLine(userName), toOneLine(memberName))
  const facts = [
    [labels.at, formatInstant(at.toISOString(), timeZone, language)],
    [labels.loginId, toOneLine(subject.loginId)],
    [labels.user, name(subject)],
    [actorLabels[kind], name(actor)],
  ]
  const list = facts.map(([label, value]) => `  ${label}: ${value}`).join('\n')
  return [opening, what, list, advice, closing].join('\n\n')
}

/** What users typed stays on its own line: no line ends, control characters or marks that turn the reading direction. */
const toOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ').trim()
