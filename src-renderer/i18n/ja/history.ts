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
    emptyTitle: '再発行はまだありません。',
    emptyText: '「パスワード再発行」から行うと、ここに残ります。',
    noMatch: '絞り込みに合う再発行はありません。',
    noMatchText: '入力を短くするか、消してください。',
  },
} as const
