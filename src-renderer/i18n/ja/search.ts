/** ユーザー検索 and 検索結果. */
export const search = {
  search: {
    title: 'ユーザー検索',
    conditions: '検索条件',
    submit: '検索',
    clear: 'クリア',
    hintMember: '条件を入力しない場合、貴社に登録されているIDが全て表示されます。',
    hintAll: '条件を入力しない場合、全会員のIDが全て表示されます。',
    results: '検索結果',
    count_other: '検索結果は、{{total}}件です。',
    searching: '検索しています…',
    number: 'No.',
    openUser: '{{loginId}} のパスワード再発行を開く',
    emptyTitle: '条件に合うユーザーは見つかりませんでした。',
    emptyText:
      '入力を短くする、条件を減らす、または「クリア」して条件なしで検索してみてください。大文字・小文字、全角・半角、ひらがな・カタカナ、旧字体の違いは区別しません。',
    emptyAll: '登録されているIDがありません。',
    loadingRow: '読み込んでいます…',
    keys: '↑ ↓ PageUp PageDown Home End で選び、Enter で開きます。',
  },
} as const
