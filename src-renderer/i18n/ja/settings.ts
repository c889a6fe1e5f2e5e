/** 設定. */
export const settings = {
  settings: {
    title: '設定',
    language: '言語',
    theme: '配色',
    themes: { system: 'システムに合わせる', light: 'ライト', dark: 'ダーク' },
    about: 'このアプリについて',
    version: 'バージョン',
    server: 'サーバー',
    host: '実行環境',
    hosts: { electron: 'Electron', chromium: 'Chromium' },
    saved: '設定を保存しました。',
  },
  languageName: { ja: '日本語', en: 'English' },
} as const
