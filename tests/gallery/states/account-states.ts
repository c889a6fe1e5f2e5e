import { refuse } from '../../support/fake-desk.ts'
import {
  administrator,
  connectionIs,
  helpdesk,
  info,
  loggedIn,
  loggedOut,
  staff,
} from '../../support/fake-desk-data.ts'
import type { GalleryScreen } from '../gallery-screen.ts'
import type { GalleryState } from '../gallery-state.ts'
import { asAdministrator } from './places.ts'
import { answer } from '../../support/fake-desk.ts'

const withoutTrial = { app: { readInfo: () => answer({ ...info, trial: undefined }) } }
const given = { kind: 'given', url: 'https://desk.example', mayTryHere: false } as const
const locked = { ...loggedIn(administrator), locked: true }

const logIn = async ({ t, type, press }: GalleryScreen, password = 'a wrong password') => {
  await type(t('label.loginId'), 'WR012739')
  await type(t('label.password'), password)
  await press(t('login.submit'))
}
const unlock = async ({ t, type, press }: GalleryScreen) => {
  await type(t('label.password'), 'a wrong password')
  await press(t('lock.unlock'))
}

/** Logging in, choosing a password, the lock. */
export const accountStates: readonly GalleryState[] = [
  { name: 'login', start: { server: given }, overrides: withoutTrial },
  { name: 'login-trial' },
  {
    name: 'login-language-pointed-at',
    start: { server: given },
    overrides: withoutTrial,
    reach: async (_, page) => page.locator('.language[aria-pressed=true]').first().hover(),
  },
  {
    name: 'login-trial-passwords-gone',
    overrides: { app: { readInfo: () => answer({ ...info, trial: { accounts: [] } }) } },
  },
  {
    name: 'login-empty',
    start: { server: given },
    overrides: withoutTrial,
    reach: async ({ t, press, sees }) => {
      await press(t('login.submit'))
      await sees(t('login.missingLoginId'))
    },
  },
  {
    name: 'login-wrong-password',
    start: { server: given },
    overrides: { ...withoutTrial, session: { logIn: () => refuse('invalid_credentials') } },
    reach: async (screen) => {
      await logIn(screen)
      await screen.sees('invalid_credentials')
    },
  },
  {
    name: 'login-throttled',
    start: { server: given },
    overrides: {
      ...withoutTrial,
      session: { logIn: () => refuse('too_many_attempts', { retryAfterSeconds: 30 }) },
    },
    reach: async (screen) => {
      await logIn(screen)
      await screen.sees('too_many_attempts')
    },
  },
  {
    name: 'login-session-ended',
    start: { server: given, sessionView: { ...loggedOut, endedBecause: 'session_ended' } },
    overrides: withoutTrial,
  },
  {
    name: 'login-offline',
    start: { server: given, connection: connectionIs('unreachable') },
    overrides: { ...withoutTrial, session: { logIn: () => refuse('server_unreachable') } },
    reach: async (screen) => {
      await logIn(screen)
      await screen.sees('server_unreachable')
    },
  },
  { name: 'choose-password', start: { sessionView: loggedIn(staff, true) } },
  {
    name: 'choose-password-rules',
    start: { sessionView: loggedIn(staff, true) },
    reach: async ({ t, type }, page) => {
      await type(t('choose.newPassword'), 'CZ021017')
      await type(t('choose.again'), 'another')
      await page.keyboard.press('Tab')
    },
  },
  {
    name: 'choose-password-refused',
    start: { sessionView: loggedIn(staff, true) },
    overrides: { session: { choosePassword: () => refuse('password_outcome_unknown') } },
    reach: async ({ t, type, press, sees }) => {
      await type(t('choose.newPassword'), 'a quiet harbour at dawn')
      await type(t('choose.again'), 'a quiet harbour at dawn')
      await press(t('choose.submit'))
      await sees('password_outcome_unknown')
    },
  },
  {
    name: 'choose-password-done',
    start: { sessionView: loggedIn(staff, true) },
    reach: async ({ t, type, press, seesHeading }) => {
      await type(t('choose.newPassword'), 'a quiet harbour at dawn')
      await type(t('choose.again'), 'a quiet harbour at dawn')
      await press(t('choose.submit'))
      await seesHeading(t('staff.chosenTitle'))
    },
  },
  { name: 'staff', start: { sessionView: loggedIn(staff) } },
  ...(['idle', 'system', 'restart'] as const).map((lockedBecause) => ({
    name: `lock-${lockedBecause}`,
    start: { sessionView: { ...locked, lockedBecause } },
  })),
  { name: 'lock', start: { sessionView: locked } },
  { name: 'lock-expired', start: { sessionView: { ...locked, endedBecause: 'session_expired' } } },
  {
    name: 'lock-offline',
    start: { sessionView: { ...loggedIn(helpdesk), locked: true }, connection: connectionIs('unreachable') },
  },
  {
    name: 'lock-wrong-password',
    start: { sessionView: locked },
    overrides: { session: { unlock: () => refuse('invalid_credentials') } },
    reach: async (screen) => {
      await unlock(screen)
      await screen.sees(screen.t('lock.wrongPassword'))
    },
  },
  {
    name: 'lock-copy-erased',
    start: { sessionView: locked, connection: connectionIs('unreachable') },
    overrides: { session: { unlock: () => refuse('offline_copy_erased') } },
    reach: async (screen) => {
      await unlock(screen)
      await screen.sees('offline_copy_erased')
    },
  },
  {
    name: 'start-failed',
    isBeforeSettings: true,
    start: asAdministrator,
    overrides: { app: { readInfo: () => refuse('server_not_started') } },
  },
]
