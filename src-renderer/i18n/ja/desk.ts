/** The frame around every screen, and the menu. */
export const desk = {
  app: {
    title: '再発行デスク',
    starting: '起動しています…',
    startFailed: '起動できませんでした',
    crashedTitle: '画面を表示できません',
    crashedText: '予期しない問題が起きました。行った操作の結果は、再発行履歴で確かめられます。',
    crashedRetry: '画面を開き直す',
  },
  shell: {
    identity: 'ログイン中のID',
    rail: 'メニュー',
    status: '接続とロック',
    connected: '接続中',
    unreachable: 'サーバーに接続できません',
    reconnected: '接続が戻りました。',
    trial: '試用',
    clipboardSeconds: 'クリップボードの仮パスワードはあと {{seconds}} 秒で消去',
    lock: 'ロック',
    logOut: 'ログアウト',
    language: '表示の言語',
  },
  menu: {
    title: 'メニュー',
    reissue: 'パスワード再発行',
    reissueText: 'ユーザーを検索し、仮パスワードを発行します。現在のパスワードは取り消されます。',
    history: '再発行履歴',
    historyText: '誰が、いつ、誰のパスワードを再発行したかを確かめます。',
    settings: '設定',
    settingsText: '表示の言語と配色を選びます。',
  },
} as const
