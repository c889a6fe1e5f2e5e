/** The help screen around the user guide. */
export const help = {
  help: {
    title: 'ヘルプ',
    contents: '目次',
    loading: 'ヘルプを読み込んでいます…',
    open: 'ヘルプ（F1）',
    toTop: '目次へ戻る',
    failed: 'ヘルプを表示できませんでした。',
  },
} as const
