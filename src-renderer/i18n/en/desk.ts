/** The frame around every screen, and the menu. */
export const desk = {
  app: {
    title: 'Saihakko Desk',
    starting: 'Starting…',
    startFailed: 'The app could not start',
    crashedTitle: 'This screen cannot be shown',
    crashedText: 'Something unexpected went wrong. The reissue history shows what has been done.',
    crashedRetry: 'Open the screen again',
  },
  shell: {
    identity: 'Who is logged in',
    rail: 'Menu',
    status: 'Connection and lock',
    connected: 'Connected',
    unreachable: 'The server cannot be reached',
    reconnected: 'Connected again.',
    trial: 'trial',
    clipboardSeconds: 'The temporary password on the clipboard is cleared in {{seconds}} s',
    lock: 'Lock',
    logOut: 'Log out',
    language: 'Language',
  },
  menu: {
    title: 'Menu',
    reissue: 'Password reissue',
    reissueText: 'Find a user and issue a temporary password. The current password is revoked.',
    history: 'Reissue history',
    historyText: 'See who reissued whose password, and when.',
    settings: 'Settings',
    settingsText: 'Choose the language and the colours.',
  },
} as const
