/** Users whose password lives in a directory of their organisation. */
export const directory = {
  directory: {
    title: 'ディレクトリ',
    kind: {
      'open-ldap': 'OpenLDAP',
      'active-directory': 'Active Directory',
      ds389: '389 DS',
      unconfigured: 'サーバーに設定されていません',
    },
    sessionsStay: 'すでにログイン中の場合、自動的にはログアウトされません。',
    sessionsEnd: 'ログイン中の場合は、自動的にログアウトされます。',
    previousWorks_other: '前のパスワードも、最長 {{count}} 分は使えることがあります。',
    changeNotForced: '最初のログインで、新しいパスワードの設定は求められません。',
    expiresByServer: '有効期限は再発行デスクのサーバーが切らすため、少し遅れることがあります。',
    effect: {
      active_other: '現在のパスワードは、再発行の後も最長 {{count}} 分は使えることがあります。',
      temporary_other: '先に発行した仮パスワードは、再発行の後も最長 {{count}} 分は使えることがあります。',
    },
    inForce: 'この仮パスワードはすでに有効です。',
    handOverUnforced:
      'ご本人に伝え、控えたメモは伝えた後に処分してください。最初のログインの後、すぐに新しいパスワードへ変えるようお願いしてください。',
    changedTitle: 'パスワードは変わりましたが、お渡しできません',
  },
} as const
