import { answer, refuse } from '../../support/fake-desk.ts'
import { detailOf, policy, seedUsers } from '../../support/fake-desk-data.ts'
import type { GalleryScreen } from '../gallery-screen.ts'
import type { GalleryState } from '../gallery-state.ts'
import { asAdministrator, atReissue } from './places.ts'
import { inActiveDirectory, issueTemporaryPassword } from './reissue-states.ts'
import type { Page } from '@playwright/test'

const done = (
  name: string,
  then: (screen: GalleryScreen, page: Page) => Promise<void> = () => Promise.resolve(),
): GalleryState => ({
  name,
  start: asAdministrator,
  place: atReissue(),
  reach: async (screen, page) => {
    await issueTemporaryPassword(screen)
    await screen.seesHeading(screen.t('done.title'))
    await then(screen, page)
  },
})

/** 再発行完了. */
export const doneStates: readonly GalleryState[] = [
  done('done'),
  done('done-covered', async ({ t, press, sees }) => {
    await press(t('done.cover'))
    await sees(t('done.covered'))
  }),
  done('done-copied', async ({ t, press, sees }) => {
    await press(t('done.copy'))
    await sees(t('done.copySeconds', { seconds: 60 }))
  }),
  done('done-phone', async ({ t, press, sees }) => {
    await press(t('phone.open'))
    await sees(t('phone.at', { position: 1, total: 12 }))
  }),
  done('done-phone-pause', async ({ t, press, sees }, page) => {
    await press(t('phone.open'))
    for (const key of ['1', 'End', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft'])
      await page.keyboard.press(key)
    await sees(t('phone.pauseNext'))
  }),
  done('done-phone-repeated', async ({ t, press, sees }, page) => {
    await press(t('phone.open'))
    for (const key of ['1', '2', '3']) await page.keyboard.press(key)
    await sees(t('phone.allRepeated'))
  }),
  done('done-slip', async ({ t, press, seesHeading }) => {
    await press(t('slip.open'))
    await seesHeading(t('slip.title'))
  }),
  {
    ...done('done-slip-with-password', async ({ t, press, sees }) => {
      await press(t('slip.open'))
      await sees(t('slip.withPasswordHint'))
    }),
    overrides: { policy: { read: () => answer({ ...policy, slipWithPassword: true }) } },
  },
  {
    ...done('done-directory'),
    overrides: {
      users: {
        read: ({ userId }) => {
          const user = seedUsers.find((known) => known.userId === userId)
          return user ? answer(detailOf(user, { directory: inActiveDirectory })) : refuse('not_found')
        },
      },
    },
  },
  done('done-gone', async ({ t, sees }, page) => {
    await page.clock.fastForward(5 * 60_000)
    await sees(t('done.gone'))
  }),
  done('done-leave', async ({ t, press, seesHeading }) => {
    await press(t('action.close'))
    await seesHeading(t('done.leaveTitle'))
  }),
]
