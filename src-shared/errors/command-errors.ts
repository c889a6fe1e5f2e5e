import type { ErrorEntry } from './error-kind.ts'

const nothing = 'nothing_changed'

/** Errors that an operator meets on the server's command line. */
export const commandErrors = {
  configuration_invalid: {
    kind: 'validation',
    effect: nothing,
    ja: { what: '設定が正しくありません。', next: '示された項目をすべて直してください。' },
    en: { what: 'The configuration is not valid.', next: 'Correct every item listed.' },
  },
  data_directory_in_use: {
    kind: 'conflict',
    effect: nothing,
    ja: {
      what: 'データディレクトリは別のプロセスが使用中です。',
      next: 'そのプロセスを止めるか、別の SAIHAKKO_DATA_DIR を指定してください。',
    },
    en: {
      what: 'The data directory is in use by another process.',
      next: 'Stop that process or set another SAIHAKKO_DATA_DIR.',
    },
  },
  data_directory_unusable: {
    kind: 'unavailable',
    effect: nothing,
    ja: { what: 'データディレクトリを使えません。', next: '場所と権限を確かめてください。' },
    en: { what: 'The data directory cannot be used.', next: 'Check the place and its permissions.' },
  },
  database_unavailable: {
    kind: 'unavailable',
    effect: nothing,
    ja: {
      what: 'データベースに接続できません。',
      next: 'SAIHAKKO_DATABASE_URL とデータベースの稼働を確かめてください。',
    },
    en: {
      what: 'The database cannot be reached.',
      next: 'Check SAIHAKKO_DATABASE_URL and that the database is running.',
    },
  },
  database_unsuitable: {
    kind: 'validation',
    effect: nothing,
    ja: {
      what: 'このデータベースの文字設定では日本語を検索できません。',
      next: "CREATE DATABASE … LOCALE_PROVIDER libc LC_CTYPE 'C.UTF-8' TEMPLATE template0 で作り直してください。",
    },
    en: {
      what: 'This database’s character type cannot search Japanese.',
      next: "Create it anew with CREATE DATABASE … LC_CTYPE 'C.UTF-8' LC_COLLATE 'C' TEMPLATE template0.",
    },
  },
  database_ended: {
    kind: 'unavailable',
    effect: 'unknown',
    ja: {
      what: '組み込みデータベースが動作中に止まりました。',
      next: 'サーバーをもう一度起動してください。確定した内容は残っています。続く場合は、空き容量とメモリを確かめてください。',
    },
    en: {
      what: 'The embedded database ended while the server was running.',
      next: 'Start the server again; what was committed is there. If it happens again, look at disk space and memory.',
    },
  },
  database_roles_missing: {
    kind: 'validation',
    effect: nothing,
    ja: {
      what: 'データベースのロールがないか、接続ユーザーに与えられていません。',
      next: '示された SQL をデータベースの管理者に実行してもらってください。',
    },
    en: {
      what: 'The database’s roles are missing, or the login may not act as them.',
      next: 'Have the database’s administrator run the SQL shown.',
    },
  },
  database_not_migrated: {
    kind: 'validation',
    effect: nothing,
    ja: {
      what: 'データベースの構造が古いか、新しすぎます。',
      next: 'saihakko-server migrate を実行するか、同じ版のサーバーを使ってください。',
    },
    en: {
      what: 'The database’s schema is older or newer than this server.',
      next: 'Run saihakko-server migrate, or use the server of that version.',
    },
  },
  address_in_use: {
    kind: 'conflict',
    effect: nothing,
    ja: {
      what: '待ち受けアドレスは使用中です。',
      next: 'SAIHAKKO_LISTEN で別のポートを指定してください（0 で空きポート）。',
    },
    en: { what: 'The listen address is in use.', next: 'Choose another port in SAIHAKKO_LISTEN (0 picks a free one).' },
  },
  import_refused: {
    kind: 'validation',
    effect: nothing,
    ja: {
      what: 'ファイルに誤りがあります。何も取り込まれていません。',
      next: '示された行を直して、もう一度取り込んでください。',
    },
    en: { what: 'The file has errors. Nothing was imported.', next: 'Correct the lines listed and import again.' },
  },
  file_unreadable: {
    kind: 'not_found',
    effect: nothing,
    ja: { what: 'ファイルを読めません。', next: 'パスと権限を確かめてください。' },
    en: { what: 'The file cannot be read.', next: 'Check the path and its permissions.' },
  },
  usage: {
    kind: 'validation',
    effect: nothing,
    ja: { what: 'コマンドの使い方が違います。', next: '--help をご覧ください。' },
    en: { what: 'The command was not called correctly.', next: 'See --help.' },
  },
} as const satisfies Record<string, ErrorEntry>

export type CommandErrorCode = keyof typeof commandErrors
