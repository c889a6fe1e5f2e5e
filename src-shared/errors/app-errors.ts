import type { ErrorEntry } from './error-kind.ts'

const nothing = 'nothing_changed'

/** Errors that the desktop app meets by itself, without an answer from the server. */
export const appErrors = {
  server_unreachable: {
    kind: 'unavailable',
    effect: nothing,
    ja: {
      what: 'サーバーに接続できません。',
      next: 'ネットワークを確かめてください。つながると自動で戻ります。操作は行われていません。',
    },
    en: {
      what: 'The server cannot be reached.',
      next: 'Check the network; the app reconnects by itself. Nothing was done.',
    },
  },
  answer_not_understood: {
    kind: 'internal',
    effect: 'unknown',
    ja: {
      what: 'サーバーの応答を理解できません。',
      next: 'アプリとサーバーのバージョンが合っているか、運用担当へご確認ください。',
    },
    en: {
      what: 'The server’s answer cannot be understood.',
      next: 'Ask your IT department whether the app and the server are of the same version.',
    },
  },
  outcome_unknown: {
    kind: 'unknown_outcome',
    effect: 'unknown',
    ja: {
      what: '応答が届かず、再発行されたかどうかまだ分かりません。',
      next: '結果は自動で確認しています。「結果を確認」で今すぐ確認することもできます。同じ依頼の続きとして扱うので、二重に再発行されることはありません。',
    },
    en: {
      what: 'No answer came back, so it is not yet known whether the password was reissued.',
      next: 'The outcome is being checked automatically; “Check the outcome” does so at once. It continues the same request, so nothing is reissued twice.',
    },
  },
  reissue_overtaken: {
    kind: 'conflict',
    effect: 'changed',
    ja: {
      what: '再発行は行われましたが、この仮パスワードはその後に使われたか、別の再発行で無効になりました。',
      next: '再発行履歴で確かめ、必要であればもう一度再発行してください。',
    },
    en: {
      what: 'The password was reissued, but this temporary one has been used since or replaced by another reissue.',
      next: 'Look at the history, and reissue again if it is needed.',
    },
  },
  password_outcome_unknown: {
    kind: 'unknown_outcome',
    effect: 'unknown',
    ja: {
      what: '応答が届かず、新しいパスワードに変わったかどうかまだ分かりません。',
      next: '同じ新しいパスワードのまま、もう一度「設定する」を押してください。',
    },
    en: {
      what: 'No answer came back, so it is not yet known whether the new password was set.',
      next: 'Keep the same new password and press “Set password” again.',
    },
  },
  not_logged_in: {
    kind: 'authentication',
    effect: nothing,
    ja: { what: 'ログインしていません。', next: 'ログインしてください。' },
    en: { what: 'You are not logged in.', next: 'Log in.' },
  },
  locked: {
    kind: 'authentication',
    effect: nothing,
    ja: { what: '画面はロックされています。', next: 'パスワードを入力して解除してください。' },
    en: { what: 'The desk is locked.', next: 'Enter your password to unlock it.' },
  },
  wrong_user: {
    kind: 'authentication',
    effect: nothing,
    ja: {
      what: 'ロックを解除できるのは、ロックしたご本人だけです。',
      next: 'ご本人のパスワードを入力するか、ログアウトしてください。',
    },
    en: {
      what: 'Only the person who locked the desk can unlock it.',
      next: 'Enter that person’s password, or log out.',
    },
  },
  secret_gone: {
    kind: 'not_found',
    effect: nothing,
    ja: {
      what: 'この仮パスワードはもう表示・コピー・印刷できません。',
      next: '必要であれば、もう一度再発行してください。',
    },
    en: {
      what: 'This temporary password can no longer be shown, copied or printed.',
      next: 'Reissue again if it is needed.',
    },
  },
  clipboard_unavailable: {
    kind: 'unavailable',
    effect: nothing,
    ja: { what: 'クリップボードを使えません。', next: '表示を見て書き写すか、もう一度お試しください。' },
    en: { what: 'The clipboard is not available.', next: 'Copy it by hand from the screen, or try again.' },
  },
  slip_without_password: {
    kind: 'authorization',
    effect: nothing,
    ja: {
      what: '連絡票に仮パスワードを印刷することは、組織のきまりで許可されていません。',
      next: '仮パスワードなしで印刷し、仮パスワードは電話などで伝えてください。',
    },
    en: {
      what: 'Your organisation does not allow the temporary password on a slip.',
      next: 'Print it without the password, and tell the password another way.',
    },
  },
  print_failed: {
    kind: 'unavailable',
    effect: nothing,
    ja: {
      what: '印刷できませんでした。',
      next: 'プリンターを確かめて、もう一度お試しください。',
    },
    en: { what: 'It could not be printed.', next: 'Check the printer and try again.' },
  },
  untrusted_caller: {
    kind: 'authorization',
    effect: nothing,
    ja: { what: 'この画面からの操作は許可されていません。', next: 'アプリを再起動してください。' },
    en: { what: 'This page may not do that.', next: 'Restart the app.' },
  },
  app_error: {
    kind: 'internal',
    effect: 'unknown',
    ja: {
      what: 'アプリで予期しない問題が起きました。',
      next: 'もう一度お試しください。続く場合はアプリを再起動してください。',
    },
    en: {
      what: 'Something unexpected went wrong in the app.',
      next: 'Try again. If this keeps happening, restart the app.',
    },
  },
  setting_locked: {
    kind: 'authorization',
    effect: nothing,
    ja: { what: 'この設定は組織で決められています。', next: '変える必要があれば、運用担当へご相談ください。' },
    en: { what: 'Your organisation manages this setting.', next: 'Ask your IT department if it has to change.' },
  },
  server_locked: {
    kind: 'authorization',
    effect: nothing,
    ja: { what: '接続先のサーバーは組織で決められています。', next: '変える必要があれば、運用担当へご相談ください。' },
    en: { what: 'Your organisation manages the server.', next: 'Ask your IT department if it has to change.' },
  },
  rules_unreadable: {
    kind: 'authorization',
    effect: nothing,
    ja: {
      what: '組織の設定を読み取れないため、どのサーバーにも接続しません。',
      next: '運用担当へお知らせください。設定が直ったら、アプリを起動し直してください。',
    },
    en: {
      what: 'Your organisation’s settings cannot be read, so the app connects to no server.',
      next: 'Tell your IT department. When the settings have been corrected, start the app again.',
    },
  },
  server_change_declined: {
    kind: 'authorization',
    effect: nothing,
    ja: { what: '接続先は変わっていません。', next: '変える場合は、確認画面で「接続先を変える」を選んでください。' },
    en: { what: 'The server has not changed.', next: 'To change it, choose “Change the server” in the question.' },
  },
  question_not_shown: {
    kind: 'unavailable',
    effect: nothing,
    ja: {
      what: '確認画面を表示できないため、接続先を変えませんでした。',
      next: 'このPCに zenity があるかを確かめてください。',
    },
    en: {
      what: 'The question could not be shown, so the server was not changed.',
      next: 'Make sure that this PC has zenity.',
    },
  },
  no_server_chosen: {
    kind: 'unavailable',
    effect: nothing,
    ja: { what: '接続先のサーバーがまだ決まっていません。', next: '最初の画面で接続先を指定してください。' },
    en: { what: 'No server has been chosen yet.', next: 'Choose one on the first screen.' },
  },
  server_address_invalid: {
    kind: 'validation',
    effect: nothing,
    ja: {
      what: 'サーバーのアドレスとして使えません。',
      next: 'https:// で始まるアドレスを入力してください（http:// はこのPC自身だけに使えます）。',
    },
    en: {
      what: 'This cannot be used as a server’s address.',
      next: 'Enter an address that begins with https:// (http:// is for this machine alone).',
    },
  },
  server_name_not_found: {
    kind: 'unavailable',
    effect: nothing,
    ja: { what: 'サーバーの名前が見つかりません。', next: 'アドレスのつづりとネットワークを確かめてください。' },
    en: { what: 'The server’s name cannot be found.', next: 'Check the spelling of the address, and the network.' },
  },
  not_a_desk_server: {
    kind: 'unavailable',
    effect: nothing,
    ja: {
      what: 'このアドレスで応答したのは、再発行デスクのサーバーではありません。',
      next: 'アドレスを確かめてください。公衆無線LANなどでは、先にネットワークへのログインが必要なことがあります。',
    },
    en: {
      what: 'What answers at this address is not a server of Saihakko Desk.',
      next: 'Check the address. On a public network you may have to sign in to the network first.',
    },
  },
  certificate_untrusted: {
    kind: 'unavailable',
    effect: nothing,
    ja: {
      what: 'サーバーの証明書を信頼できないため、接続しませんでした。何も送っていません。',
      next: '運用担当に証明書のフィンガープリントを確かめ、接続先の画面で比べてください。',
    },
    en: {
      what: 'The server’s certificate is not trusted, so nothing was sent to it.',
      next: 'Ask your IT department for the certificate’s fingerprint and compare it on the server screen.',
    },
  },
  certificate_changed: {
    kind: 'unavailable',
    effect: nothing,
    ja: {
      what: 'サーバーの証明書が、確認済みのものから変わっています。何も送っていません。',
      next: '運用担当に新しいフィンガープリントを確かめるまで、接続しないでください。',
    },
    en: {
      what: 'The server’s certificate is no longer the one that was confirmed, so nothing was sent to it.',
      next: 'Do not connect before your IT department has confirmed the new fingerprint.',
    },
  },
  offline_copy_missing: {
    kind: 'unavailable',
    effect: nothing,
    ja: {
      what: 'サーバーに接続できず、このPCにはオフラインで見られる履歴がありません。',
      next: 'ネットワークを確かめてください。つながると、ログインできるようになります。',
    },
    en: {
      what: 'The server cannot be reached, and this PC holds no history to review offline.',
      next: 'Check the network. You can log in as soon as it is back.',
    },
  },
  offline_copy_erased: {
    kind: 'authorization',
    effect: 'changed',
    ja: {
      what: 'パスワードを続けて間違えたため、このPCに保存していた履歴を消去しました。',
      next: 'サーバーにつながってから、ログインし直してください。履歴はサーバーに残っています。',
    },
    en: {
      what: 'After too many wrong passwords, the history kept on this PC was erased.',
      next: 'Log in when the server can be reached again. The server still has the history.',
    },
  },
  file_not_written: {
    kind: 'unavailable',
    effect: nothing,
    ja: {
      what: 'ファイルを保存できませんでした。前からあったファイルは変わっていません。',
      next: '保存先と空き容量を確かめて、もう一度お試しください。',
    },
    en: {
      what: 'The file could not be saved. A file that was there before has not changed.',
      next: 'Check the folder and the free space, then try again.',
    },
  },
  server_not_started: {
    kind: 'unavailable',
    effect: nothing,
    ja: {
      what: 'このPCの試用サーバーを起動できませんでした。',
      next: '同じデータを使う別の画面が開いていないか確かめ、アプリを起動し直してください。',
    },
    en: {
      what: 'The trial server on this machine could not be started.',
      next: 'Check that no other window uses the same data, then start the app again.',
    },
  },
} as const satisfies Record<string, ErrorEntry>

export type AppErrorCode = keyof typeof appErrors
