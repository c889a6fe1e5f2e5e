/** 再発行履歴. */
export const history = {
  history: {
    title: '再発行履歴',
    filter: '絞り込み',
    filterHint: 'ログインID、ユーザー名、会員名、発行者で絞り込みます。',
    count_other: '{{total}}件',
    issuedAt: '再発行日時',
    issuedBy: '発行者',
    validUntil: '有効期限',
    more: 'さらに表示',
    loading: '読み込んでいます…',
    offline: 'オフライン（{{at}} 時点）',
    offlineText:
      'サーバーに接続できないため、このPCに保存した履歴を表示しています。状態はその時点のもので、後の再発行や使用は含みません。つながると自動で最新に戻ります。',
    keptEmptyTitle: 'その時点で、再発行はありませんでした。',
    keptEmptyText: 'サーバーにつながると、最新の履歴を表示します。',
    nothingKept: 'オフラインで見られる履歴はありません。',
    nothingKeptText: 'サーバーに接続できず、このPCには履歴が保存されていません。つながると自動で表示します。',
    emptyTitle: '再発行はまだありません。',
    emptyText: '「パスワード再発行」から行うと、ここに残ります。',
    noMatch: '絞り込みに合う再発行はありません。',
    noMatchText: '入力を短くするか、消してください。',
  },
} as const
