/** Settings. */
export const settings = {
  settings: {
    title: 'Settings',
    language: 'Language',
    theme: 'Colours',
    themes: { system: 'Use system setting', light: 'Light', dark: 'Dark' },
    about: 'About this app',
    version: 'Version',
    server: 'Server',
    host: 'Runs in',
    hosts: { electron: 'Electron', chromium: 'Chromium' },
    saved: 'The settings have been saved.',
  },
  languageName: { ja: '日本語', en: 'English' },
} as const
