/**
 * The names of everything the page may ask of the main process, by area. No zod here: the preload is built from this
 * file alone and stays a few hundred bytes. `contract.ts` gives each its input and output; the compiler asks for a missing one.
 */
export const channelNames = {
  app: ['readInfo', 'readSettings', 'updateSettings', 'protectContent'],
  server: ['read', 'readConnection', 'check', 'connect', 'tryHere'],
  session: ['read', 'logIn', 'logOut', 'choosePassword', 'lock', 'unlock', 'reauthenticate'],
  policy: ['read'],
  users: ['search', 'read'],
  verifications: ['start', 'answer', 'conclude', 'read', 'list', 'decide'],
  reissues: ['suggest', 'issue', 'discardSecret', 'list', 'summarise', 'recordHandover'],
  offlineHistory: ['read'],
  historyExport: ['start', 'cancel'],
  slip: ['print', 'savePdf'],
  place: ['keep', 'read'],
  clipboard: ['copyTemporaryPassword'],
  diagnostics: ['read', 'save'],
  updates: ['read', 'check', 'install'],
} as const

/** What the main process tells the page unasked. */
export const eventNames = [
  'sessionChanged',
  'connectionChanged',
  'clipboardChanged',
  'settingsChanged',
  'offlineHistoryChanged',
  'historyExportChanged',
  'commandChosen',
  'updateChanged',
] as const

export type ChannelNames = typeof channelNames
export type Area = keyof ChannelNames
export type EventName = (typeof eventNames)[number]

export const toChannel = (area: string, name: string): string => `desk:${area}.${name}`
export const toEventChannel = (name: string): string => `desk:event.${name}`
