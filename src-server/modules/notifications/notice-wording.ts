import type { Language } from '../../../src-shared/domain/time.ts'
import type { NoticeKind } from './outbox-repository.ts'

/** To whom a notice is written: whom it concerns, an administrator of the member, or the deployment’s security contact. */
export type NoticeAudience = 'user' | 'administrator' | 'security_contact'

interface Passage {
  /** What happened. */
  readonly what: string
  /** What to do by somebody who did not ask for it. */
  readonly advice: string
}

export interface Wording {
  readonly subject: Readonly<Record<NoticeKind, string>>
  readonly opening: string
  readonly labels: { readonly at: string; readonly loginId: string; readonly user: string }
  /** What the person who did it is called in this kind of notice. */
  readonly actor: Readonly<Record<NoticeKind, string>>
  readonly of: (userName: string, memberName: string) => string
  readonly passages: Readonly<Record<NoticeKind, Readonly<Record<NoticeAudience, Passage>>>>
  readonly closing: string
}

const japanese: Wording = {
  subject: {
    password_reissued: 'パスワードが再発行されました',
    verification_failed: '電話での本人確認が不合格でした',
    suspicious_call: '不審な電話がありました',
    repeated_failures: '電話での本人確認の失敗が続いています',
  },
  opening: '再発行デスクからのお知らせです。',
  labels: { at: '日時', loginId: 'ログインID', user: '対象の方' },
  actor: {
    password_reissued: '再発行した人',
    verification_failed: '電話を受けた人',
    suspicious_call: '電話を受けた人',
    repeated_failures: '最後の電話を受けた人',
  },
  of: (userName, memberName) => `${userName}（${memberName}）`,
  passages: {
    password_reissued: {
      user: {
        what: 'あなたのパスワードが再発行されました。これまでのパスワードは使えません。受け取った仮パスワードでログインし、新しいパスワードを決めてください。',
        advice:
          'お心当たりがない場合は、すぐに貴社の管理者へ、ご存じの電話番号でご連絡ください。管理者ご本人の場合は、ヘルプデスクへご連絡ください。',
      },
      administrator: {
        what: '貴社の利用者のパスワードが再発行されました。',
        advice:
          'お心当たりがない場合は、再発行した人と対象の方に、ご存じの電話番号でお確かめください。不正と思われるときは、すぐにもう一度再発行して仮パスワードを無効にし、ヘルプデスクへご連絡ください。',
      },
      security_contact: {
        what: '管理者のパスワードが再発行されました。',
        advice:
          '本人確認の記録を監査でご確認ください。不正と思われるときは、すぐにもう一度再発行し、会員へ登録済みの電話番号でご連絡ください。',
      },
    },
    verification_failed: {
      user: {
        what: 'あなたのパスワードの再発行を求める電話があり、本人確認が不合格でした。パスワードは変わっていません。',
        advice:
          'お心当たりがない場合は、だれかがあなたを名乗ったおそれがあります。すぐにヘルプデスクへご連絡ください。電話やメールでパスワードを聞かれても、答えないでください。',
      },
      administrator: {
        what: '貴社の利用者のパスワードの再発行を求める電話があり、本人確認が不合格でした。パスワードは変わっていません。',
        advice:
          '対象の方に、ご存じの電話番号でお確かめください。お心当たりがない場合は、すぐにヘルプデスクへご連絡ください。',
      },
      security_contact: {
        what: '利用者のパスワードの再発行を求める電話があり、本人確認が不合格でした。パスワードは変わっていません。',
        advice:
          '本人確認の記録を監査でご確認ください。同じ会員への電話が続くときは、会員へ登録済みの電話番号でご連絡ください。',
      },
    },
    suspicious_call: {
      user: {
        what: 'あなたのパスワードの再発行を求める不審な電話がありました。パスワードは変わっていません。',
        advice:
          'だれかがあなたを名乗ったおそれがあります。電話やメールでパスワードを聞かれても、答えないでください。気になることがあれば、すぐにヘルプデスクへご連絡ください。',
      },
      administrator: {
        what: '貴社の利用者のパスワードの再発行を求める不審な電話がありました。パスワードは変わっていません。',
        advice: '対象の方にお知らせください。似た電話がほかにもあったときは、すぐにヘルプデスクへご連絡ください。',
      },
      security_contact: {
        what: '利用者のパスワードの再発行を求める不審な電話がありました。パスワードは変わっていません。',
        advice: '本人確認の記録を監査でご確認ください。必要なときは、会員へ登録済みの電話番号でご連絡ください。',
      },
    },
    repeated_failures: {
      user: {
        what: '貴社の利用者を名乗る電話が続いており、この24時間に何度も本人確認が不合格になるか、途中で切られています。最後の電話は、あなたのパスワードの再発行を求めるものでした。',
        advice:
          'お心当たりがない場合は、だれかが貴社の情報を探っているおそれがあります。社内で注意を呼びかけ、すぐにヘルプデスクへご連絡ください。電話やメールで会社の情報やパスワードを聞かれても、答えないでください。',
      },
      administrator: {
        what: '貴社の利用者を名乗る電話が続いており、この24時間に何度も本人確認が不合格になるか、途中で切られています。下記は最後の電話の内容です。',
        advice:
          '対象の方に、ご存じの電話番号でお確かめください。お心当たりがない場合は、だれかが貴社の情報を探っているおそれがあります。社内で注意を呼びかけ、すぐにヘルプデスクへご連絡ください。',
      },
      security_contact: {
        what: '同じ会員の利用者を名乗る電話が続いており、この24時間に何度も本人確認が不合格になるか、途中で切られています。下記は最後の電話の内容です。',
        advice:
          'この会員の本人確認の記録を監査でご確認ください。会員へ登録済みの電話番号でご連絡いただき、その間の再発行は慎重に行ってください。',
      },
    },
  },
  closing: 'このお知らせにパスワードは書かれていません。このメールには返信できません。',
}

const english: Wording = {
  subject: {
    password_reissued: 'Password reissued',
    verification_failed: 'A caller failed verification',
    suspicious_call: 'Suspicious call',
    repeated_failures: 'Callers fail verification again and again',
  },
  opening: 'This is a notice from Saihakko Desk.',
  labels: { at: 'When', loginId: 'Login ID', user: 'For' },
  actor: {
    password_reissued: 'Reissued by',
    verification_failed: 'Taken by',
    suspicious_call: 'Taken by',
    repeated_failures: 'Last taken by',
  },
  of: (userName, memberName) => `${userName} (${memberName})`,
  passages: {
    password_reissued: {
      user: {
        what: 'Your password was reissued. Your earlier password no longer works. Log in with the temporary password that you were given, and choose a new one.',
        advice:
          'If you did not ask for this, call your administrator at once, at a number that you know. If you are an administrator yourself, call the helpdesk.',
      },
      administrator: {
        what: 'The password of a user of your company was reissued.',
        advice:
          'If you did not expect this, ask the person who did it and the user, at a number that you know. If it looks wrong, reissue again at once, which ends the temporary password, and call the helpdesk.',
      },
      security_contact: {
        what: 'The password of an administrator was reissued.',
        advice:
          'Compare it with the verification in the audit. If it looks wrong, reissue again at once, and call the member at a number on file.',
      },
    },
    verification_failed: {
      user: {
        what: 'Somebody called and asked for a reissue of your password, and failed verification. Your password has not changed.',
        advice:
          'If that was not you, somebody may have used your name: call the helpdesk at once. Never tell a password to somebody who asks for it.',
      },
      administrator: {
        what: 'Somebody called and asked for a reissue of the password of a user of your company, and failed verification. The password has not changed.',
        advice:
          'Ask the person concerned, at a number that you know. If nobody knows of the call, call the helpdesk at once.',
      },
      security_contact: {
        what: 'Somebody called and asked for a reissue of the password of a user, and failed verification. The password has not changed.',
        advice: 'Look at the verification in the audit. If calls go on, call the member at a number on file.',
      },
    },
    suspicious_call: {
      user: {
        what: 'There was a suspicious call that asked for a reissue of your password. Your password has not changed.',
        advice:
          'Somebody may have used your name. Never tell a password to somebody who asks for it. If anything seems odd, call the helpdesk at once.',
      },
      administrator: {
        what: 'There was a suspicious call that asked for a reissue of the password of a user of your company. The password has not changed.',
        advice: 'Tell the person concerned. If there were other calls like it, call the helpdesk at once.',
      },
      security_contact: {
        what: 'There was a suspicious call that asked for a reissue of the password of a user. The password has not changed.',
        advice: 'Look at the verification in the audit, and call the member at a number on file if need be.',
      },
    },
    repeated_failures: {
      user: {
        what: 'Calls in the name of users of your company have failed verification or were broken off several times within 24 hours. The latest of them asked for a reissue of your password.',
        advice:
          'If that was not you, somebody may be probing for facts about your company: warn your colleagues and call the helpdesk at once. Tell nobody who asks a password or company data.',
      },
      administrator: {
        what: 'Calls in the name of users of your company have failed verification or were broken off several times within 24 hours. The latest of them is shown here.',
        advice:
          'Ask the person concerned, at a number that you know. If nobody knows of the calls, somebody may be probing for facts about your company: warn your colleagues and call the helpdesk at once.',
      },
      security_contact: {
        what: 'Calls in the name of users of one member have failed verification or were broken off several times within 24 hours. The latest of them is shown here.',
        advice:
          'Look at the verifications of this member in the audit, call the member at a number on file, and take care with reissues for it until then.',
      },
    },
  },
  closing: 'This notice holds no password. Replies to it are not read.',
}

/** What notices say, in both languages. None of it holds a link, a phone number or a password (P8). */
export const wordings: Readonly<Record<Language, Wording>> = { ja: japanese, en: english }
