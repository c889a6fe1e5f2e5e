import type { Language } from '../../src-shared/domain/time.ts'

export interface SlipWords {
  readonly kind: string
  readonly title: string
  readonly to: (userName: string) => string
  readonly lead: string
  readonly loginId: string
  readonly userId: string
  readonly memberName: string
  readonly memberId: string
  readonly password: string
  readonly toldPassword: string
  readonly boxes: string
  readonly validUntil: string
  readonly once: string
  readonly stepsTitle: string
  readonly steps: readonly string[]
  readonly troubleTitle: string
  readonly trouble: readonly string[]
  readonly issuedAt: string
  readonly issuedBy: string
  readonly destroy: string
}

/** What stands on a slip. The language is chosen for who gets it, not for who prints it. */
export const slipWords: Readonly<Record<Language, SlipWords>> = {
  ja: {
    kind: '連絡票',
    title: 'パスワード再発行のお知らせ',
    to: (userName) => `${userName} 様`,
    lead: 'ポータルにログインするためのパスワードを再発行しました。これまでのパスワードは使えません。',
    loginId: 'ログインID',
    userId: 'ユーザーID',
    memberName: '会員名',
    memberId: '会員ID',
    password: '仮パスワード',
    toldPassword: 'お伝えした仮パスワードをお使いください。',
    boxes: '書き留めるときは左から。余ったますは空けておきます。',
    validUntil: '有効期限',
    once: '仮パスワードは、新しいパスワードを設定すると使えなくなります。',
    stepsTitle: '手順',
    steps: [
      'ポータルのログイン画面を開き、ログインIDと仮パスワードを入力します。大文字と小文字は区別されます。',
      '画面の案内に従って、ご自分だけが知る新しいパスワードを設定します。',
      '次回からは、新しいパスワードでログインします。',
    ],
    troubleTitle: 'このようなときは、発行者または貴社の管理者へご連絡ください',
    trouble: ['有効期限が過ぎたとき', '再発行を依頼した覚えがないとき', 'この紙をなくしたり、人に見られたりしたとき'],
    issuedAt: '発行日時',
    issuedBy: '発行者',
    destroy: '新しいパスワードを設定したら、この紙は細かく裁断して捨ててください。',
  },
  en: {
    kind: 'Slip',
    title: 'Your password has been reissued',
    to: (userName) => `For ${userName}`,
    lead: 'You have a new temporary password for logging in to the portal. The password you had no longer works.',
    loginId: 'Login ID',
    userId: 'User ID',
    memberName: 'Member',
    memberId: 'Member ID',
    password: 'Temporary password',
    toldPassword: 'Please use the temporary password you were told.',
    boxes: 'If you write it down, start at the left and leave the rest empty.',
    validUntil: 'Validity',
    once: 'The temporary password stops working once you have chosen a new one.',
    stepsTitle: 'What to do',
    steps: [
      'Open the portal’s login screen and enter the login ID and the temporary password. Capital and small letters differ.',
      'Follow the screen, and choose a new password that only you know.',
      'From then on, log in with the new password.',
    ],
    troubleTitle: 'Please tell the issuer or your administrator when',
    trouble: [
      'the temporary password has expired',
      'you did not ask for this',
      'this paper was lost, or somebody else has seen it',
    ],
    issuedAt: 'Issued at',
    issuedBy: 'Issued by',
    destroy: 'Shred this paper once you have chosen a new password.',
  },
}
