import { directoryErrors } from './directory-errors.ts'
import type { ErrorEntry } from './error-kind.ts'

const nothing = 'nothing_changed'

/** Errors that the server answers with; names and statuses are part of the public contract. */
export const serverErrors = {
  invalid_request: {
    kind: 'validation',
    status: 400,
    effect: nothing,
    ja: { what: '入力または要求の形式が正しくありません。', next: '示された項目を直して、もう一度お試しください。' },
    en: { what: 'The input or the request is not in the right form.', next: 'Correct the fields shown and try again.' },
  },
  invalid_cursor: {
    kind: 'validation',
    status: 400,
    effect: nothing,
    ja: { what: '一覧の続きの位置が無効です。', next: 'もう一度検索してください。' },
    en: { what: 'The position in the list is no longer valid.', next: 'Search again.' },
  },
  invalid_credentials: {
    kind: 'authentication',
    status: 401,
    effect: nothing,
    ja: {
      what: 'ログインIDまたはパスワードが違います。',
      next: '入力を確かめてください。パスワードが不明な場合、担当者IDの方は自社の管理者へ、管理者IDの方はヘルプデスクへお問い合わせください。',
    },
    en: {
      what: 'The login ID or the password is wrong.',
      next: 'Check what you typed. If you forgot your password: staff ask their own administrator, administrators ask the helpdesk.',
    },
  },
  session_expired: {
    kind: 'authentication',
    status: 401,
    effect: nothing,
    ja: { what: 'ログインの有効時間が過ぎました。', next: 'もう一度ログインしてください。' },
    en: { what: 'Your session has timed out.', next: 'Log in again.' },
  },
  session_ended: {
    kind: 'authentication',
    status: 401,
    effect: nothing,
    ja: {
      what: 'このログインは終了しています。',
      next: 'もう一度ログインしてください。心当たりがない場合は管理者またはヘルプデスクへご連絡ください。',
    },
    en: {
      what: 'This session has been ended.',
      next: 'Log in again. If you did not expect this, tell your administrator or the helpdesk.',
    },
  },
  reauth_required: {
    kind: 'authentication',
    status: 401,
    effect: nothing,
    ja: {
      what: '最後にパスワードを入力してから時間がたっています。',
      next: 'ご自分のパスワードを入力してください。操作はそのまま続けられます。',
    },
    en: {
      what: 'You entered your own password too long ago for this.',
      next: 'Enter your password again; the operation then goes on as it was.',
    },
  },
  forbidden_role: {
    kind: 'authorization',
    status: 403,
    effect: nothing,
    ja: { what: 'この操作はお使いのIDの権限では行えません。', next: '自社の管理者へお問い合わせください。' },
    en: { what: 'Your role does not allow this.', next: 'Ask your administrator.' },
  },
  helpdesk_required: {
    kind: 'authorization',
    status: 403,
    effect: nothing,
    ja: {
      what: '管理者IDのパスワードは、ヘルプデスクが再発行します。',
      next: '管理者ご本人様からヘルプデスクへお問い合わせください。',
    },
    en: {
      what: 'The password of an administrator ID is reissued by the helpdesk.',
      next: 'The administrator must call the helpdesk themselves.',
    },
  },
  administrator_required: {
    kind: 'authorization',
    status: 403,
    effect: nothing,
    ja: {
      what: '担当者IDのパスワードは、お客様自身の管理者様が再発行します。',
      next: '次の管理者様へお問い合わせいただくようご案内ください。',
    },
    en: {
      what: 'The password of a staff ID is reissued by the member’s own administrator.',
      next: 'Refer the caller to the administrators named here.',
    },
  },
  password_change_required: {
    kind: 'authorization',
    status: 403,
    effect: nothing,
    ja: { what: '先に新しいパスワードを決める必要があります。', next: '新しいパスワードを設定してください。' },
    en: { what: 'A new password has to be chosen first.', next: 'Choose your new password.' },
  },
  temporary_password_expired: {
    kind: 'authorization',
    status: 403,
    effect: nothing,
    ja: {
      what: '仮パスワードの有効期限が過ぎています。',
      next: '再発行を依頼してください。担当者IDの方は自社の管理者へ、管理者IDの方はヘルプデスクへお問い合わせください。',
    },
    en: {
      what: 'The temporary password has expired.',
      next: 'Ask for a new one: staff ask their own administrator, administrators ask the helpdesk.',
    },
  },
  account_disabled: {
    kind: 'authorization',
    status: 403,
    effect: nothing,
    ja: { what: 'このIDは停止されています。', next: '自社の管理者またはヘルプデスクへお問い合わせください。' },
    en: { what: 'This ID is disabled.', next: 'Ask your administrator or the helpdesk.' },
  },
  not_found: {
    kind: 'not_found',
    status: 404,
    effect: nothing,
    ja: { what: '見つかりません。', next: '削除されたか、参照できる範囲にありません。検索し直してください。' },
    en: { what: 'Not found.', next: 'It is gone or outside of what you may see. Search again.' },
  },
  idempotency_key_reused: {
    kind: 'conflict',
    status: 409,
    effect: nothing,
    ja: { what: '同じ受付番号が別の内容で使われました。', next: '画面を開き直して、もう一度再発行してください。' },
    en: {
      what: 'The same request key was used with other content.',
      next: 'Open the screen again and reissue once more.',
    },
  },
  conflict: {
    kind: 'conflict',
    status: 409,
    effect: nothing,
    ja: { what: '同じ対象への操作が同時に行われました。', next: '状態を確かめてから、もう一度お試しください。' },
    en: {
      what: 'Something else was done to the same object at the same time.',
      next: 'Look at its state, then try again.',
    },
  },
  payload_too_large: {
    kind: 'validation',
    status: 413,
    effect: nothing,
    ja: { what: '送信された内容が大きすぎます。', next: '入力を短くしてください。' },
    en: { what: 'What was sent is too large.', next: 'Shorten the input.' },
  },
  unsupported_media_type: {
    kind: 'validation',
    status: 415,
    effect: nothing,
    ja: { what: '送信された内容の形式に対応していません。', next: 'アプリを最新版にしてください。' },
    en: { what: 'The format of what was sent is not supported.', next: 'Update the app.' },
  },
  password_policy: {
    kind: 'validation',
    status: 422,
    effect: nothing,
    ja: { what: 'このパスワードは条件を満たしていません。', next: '示された点を直してください。' },
    en: { what: 'This password does not meet the rules.', next: 'Correct the points shown.' },
  },
  editing_not_allowed: {
    kind: 'validation',
    status: 422,
    effect: nothing,
    ja: {
      what: '仮パスワードは変更できない設定です。',
      next: '表示された候補のまま、または「別の候補」で再発行してください。',
    },
    en: {
      what: 'Editing the temporary password is not allowed.',
      next: 'Use the suggestion as it is, or ask for another one.',
    },
  },
  verification_required: {
    kind: 'validation',
    status: 422,
    effect: nothing,
    ja: { what: '再発行の前に本人確認が必要です。', next: '本人確認を行い、合格してから再発行してください。' },
    en: { what: 'The caller’s identity has to be verified first.', next: 'Verify the caller, then reissue.' },
  },
  verification_used: {
    kind: 'validation',
    status: 422,
    effect: nothing,
    ja: { what: 'この本人確認は使用済みか、期限切れです。', next: '本人確認をやり直してください。' },
    en: { what: 'This verification has been used or has run out.', next: 'Verify the caller again.' },
  },
  verification_failed: {
    kind: 'validation',
    status: 422,
    effect: nothing,
    ja: { what: '本人確認が合格していません。', next: '再発行せず、電話を終えて折り返してください。' },
    en: { what: 'The verification has not passed.', next: 'Do not reissue; end the call and call back.' },
  },
  verification_incomplete: {
    kind: 'validation',
    status: 422,
    effect: nothing,
    ja: {
      what: '本人確認はまだ合格できません。',
      next: 'ご本人であること、登録番号への折り返し、企業情報2件以上の一致を確かめてください。',
    },
    en: {
      what: 'The verification cannot pass yet.',
      next: 'Confirm the person, call back a number on file, and match at least two company facts.',
    },
  },
  approval_required: {
    kind: 'validation',
    status: 422,
    effect: nothing,
    ja: {
      what: '別のヘルプデスク担当者の承認がまだありません。',
      next: '承認を待ってから、もう一度再発行してください。',
    },
    en: { what: 'Another helpdesk operator has not approved this yet.', next: 'Wait for the approval, then reissue.' },
  },
  too_many_attempts: {
    kind: 'rate_limited',
    status: 429,
    effect: nothing,
    ja: { what: '試行の回数が多すぎます。', next: '示された時間だけ待ってから、もう一度お試しください。' },
    en: { what: 'Too many attempts.', next: 'Wait for the time shown, then try again.' },
  },
  internal_error: {
    kind: 'internal',
    status: 500,
    effect: 'unknown',
    ja: {
      what: 'サーバーで予期しない問題が起きました。',
      next: 'しばらくしてからもう一度お試しください。続く場合は、受付番号を添えて運用担当へご連絡ください。',
    },
    en: {
      what: 'Something unexpected went wrong on the server.',
      next: 'Try again in a while. If this keeps happening, give the request number to your IT department.',
    },
  },
  directory_unavailable: {
    kind: 'unavailable',
    status: 503,
    effect: nothing,
    ja: {
      what: 'ユーザーの台帳（ディレクトリ）に接続できません。',
      next: '操作は行われていません。しばらくしてからもう一度お試しください。',
    },
    en: { what: 'The user directory cannot be reached.', next: 'Nothing was done. Try again in a while.' },
  },
  ...directoryErrors,
  overloaded: {
    kind: 'unavailable',
    status: 503,
    effect: nothing,
    ja: { what: 'サーバーが混み合っています。', next: '少し待ってから、もう一度お試しください。' },
    en: { what: 'The server is busy.', next: 'Wait a moment and try again.' },
  },
} as const satisfies Record<string, ErrorEntry>

export type ServerErrorCode = keyof typeof serverErrors
