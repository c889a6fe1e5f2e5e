import { answer } from '../../support/fake-desk.ts'
import { info, offlineHistory } from '../../support/fake-desk-data.ts'
import type { GalleryState } from '../gallery-state.ts'
import { asAdministrator, asHelpdesk, asOffline, at, atReissue } from './places.ts'

/** The frame, the menu, and what goes wrong in them. */
export const deskStates: readonly GalleryState[] = [
  { name: 'menu', start: asAdministrator },
  { name: 'menu-helpdesk', start: asHelpdesk },
  {
    name: 'menu-pointed-at',
    start: asAdministrator,
    reach: async ({ t, button }) => button(t('commands.open')).hover(),
  },
  {
    name: 'menu-offline',
    start: asOffline,
    overrides: {
      offlineHistory: {
        read: () =>
          answer({
            ...offlineHistory,
            entries: 3,
            asOf: '2026-11-23T01:32:00.000Z',
            keptUntil: '2026-12-23T01:32:00.000Z',
          }),
      },
    },
  },
  {
    name: 'menu-slow',
    start: {
      ...asAdministrator,
      server: { kind: 'given', url: 'https://desk.example' },
      connection: { state: 'slow', reason: 'no_answer', clockSkewMs: -300_000 },
    },
  },
  {
    name: 'storage-notice',
    start: asAdministrator,
    overrides: { app: { readInfo: () => answer({ ...info, storage: 'memory' }) } },
  },
  {
    name: 'crashed',
    start: asAdministrator,
    place: atReissue(),
    // An answer that no screen can do anything with.
    overrides: { users: { read: () => Promise.resolve(Object.create({ ok: true, value: {} })) } },
    reach: async ({ t, seesHeading }) => seesHeading(t('app.crashedTitle')),
    complaint: /TypeError/,
  },
  {
    name: 'help',
    start: asAdministrator,
    place: at('help'),
    reach: async (_screen, page) => {
      // The contents, then the guide’s first section, whose text comes after the screen.
      await page.getByRole('heading', { level: 2 }).nth(1).waitFor()
      await page.locator('.guide img').first().waitFor()
    },
  },
  {
    name: 'palette',
    start: asHelpdesk,
    reach: async ({ t, dialog }, page) => {
      await page.keyboard.press('Control+k')
      await dialog().getByText(t('commands.label.lock'), { exact: true }).waitFor()
    },
  },
  {
    name: 'palette-none',
    start: asAdministrator,
    reach: async ({ t, sees }, page) => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('nothing like it')
      await sees(t('palette.none'))
    },
  },
  {
    name: 'shortcuts',
    start: asHelpdesk,
    reach: async ({ t, seesHeading, press }) => {
      await press(t('commands.shortcuts'))
      await seesHeading(t('shortcutSheet.title'))
    },
  },
]
