import type { ErrorEntry } from './error-kind.ts'

const nothing = 'nothing_changed'

/** What a directory in which users live says no to; each tells whether the password was changed. Part of the server’s errors. */
export const directoryErrors = {
  directory_refused_password: {
    kind: 'validation',
    status: 422,
    effect: nothing,
    ja: {
      what: 'ディレクトリの規則（長さ、文字の種類、履歴など）に合わないため、このパスワードは設定されませんでした。',
      next: 'これまでのパスワードはそのままです。別のパスワードでもう一度お試しください。',
    },
    en: {
      what: 'The directory’s rules (length, kinds of characters, history) refused this password; it was not set.',
      next: 'The password is as it was. Try again with another one.',
    },
  },
  directory_locked_account: {
    kind: 'authorization',
    status: 403,
    effect: nothing,
    ja: {
      what: 'このIDは、ディレクトリで管理者によりロックまたは停止されているため、再発行されませんでした。',
      next: '何も変わっていません。ロックの理由を、ディレクトリの管理者へご確認ください。',
    },
    en: {
      what: 'An administrator of the directory has locked or disabled this ID, so it was not reissued.',
      next: 'Nothing has changed. Ask the administrators of the directory why it is locked.',
    },
  },
  directory_not_enforceable: {
    kind: 'authorization',
    status: 403,
    effect: nothing,
    ja: {
      what: 'このIDには、次回ログイン時のパスワード変更をディレクトリが求められないため、再発行されませんでした。',
      next: '何も変わっていません。「パスワードを無期限にする」などの設定を、ディレクトリの管理者へご確認ください。',
    },
    en: {
      what: 'The directory cannot make this ID change its password at the next login, so it was not reissued.',
      next: 'Nothing has changed. Ask its administrators about settings such as “password never expires”.',
    },
  },
  directory_change_not_forced: {
    kind: 'authorization',
    status: 409,
    effect: 'changed',
    ja: {
      what: 'これまでのパスワードは無効になりましたが、次回ログイン時の変更をディレクトリが求めない状態になっています。',
      next: '仮パスワードは伝えないでください。ディレクトリの管理者が設定を直してから、もう一度再発行してください。',
    },
    en: {
      what: 'The old password no longer works, but the directory would not ask for a change at the next login.',
      next: 'Tell nobody this temporary password. Have the directory’s settings corrected, then reissue again.',
    },
  },
  directory_denied: {
    kind: 'authorization',
    status: 502,
    effect: nothing,
    ja: {
      what: 'ディレクトリの設定または権限の不足により、操作は行われませんでした。',
      next: '何も変わっていません。受付番号を添えて運用担当へご連絡ください。',
    },
    en: {
      what: 'The directory’s settings, or rights that are missing there, did not allow this; it was not done.',
      next: 'Nothing has changed. Give the request number to your IT department.',
    },
  },
  directory_outcome_unknown: {
    kind: 'unknown_outcome',
    status: 503,
    effect: 'unknown',
    ja: {
      what: 'ディレクトリから応答がなく、パスワードが変わったかどうかまだ分かりません。',
      next: '同じ内容のまま、もう一度お試しください。二重に変わることはなく、結果が分かります。',
    },
    en: {
      what: 'The directory has not answered, so it is not yet known whether the password was changed.',
      next: 'Try again with the same content: nothing is changed twice, and you learn the outcome.',
    },
  },
} as const satisfies Record<string, ErrorEntry>
