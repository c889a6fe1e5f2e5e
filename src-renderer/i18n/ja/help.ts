/** The help screen around the user guide. */
export const help = {
  help: {
    title: 'ヘルプ',
    contents: '目次',
    loading: '使い方を読み込んでいます…',
    open: '使い方（F1）',
    toTop: '目次へ戻る',
    failed: '使い方を表示できませんでした。',
  },
} as const
