import { answer, refuse, type DeskOverrides } from '../../support/fake-desk.ts'
import {
  administrator,
  detailOf,
  rightAnswer,
  startedVerification,
  verificationOf,
} from '../../support/fake-desk-data.ts'
import type { GalleryScreen } from '../gallery-screen.ts'
import type { GalleryState } from '../gallery-state.ts'
import { asHelpdesk, at, atReissue, noAnswerYet } from './places.ts'

const target = {
  ...detailOf({ ...administrator, state: 'active' as const, passwordState: 'active' as const }),
  permissions: { reissue: { code: 'verification_required' as const } },
}

/** The helpdesk has opened an administrator; `verifications` are the answers to the steps. */
const verifying = (
  name: string,
  reach: (screen: GalleryScreen) => Promise<void>,
  verifications: NonNullable<DeskOverrides['verifications']> = {},
): GalleryState => ({
  name: `verification-${name}`,
  start: asHelpdesk,
  place: atReissue(administrator.userId),
  overrides: { users: { read: () => answer(target) }, verifications },
  reach,
})

const begin = async ({ t, press, field }: GalleryScreen) => {
  await press(t('verification.start'))
  await field(t('verification.fact.address')).waitFor()
}
const say = async ({ t, type, press, sees }: GalleryScreen, fact: 'address' | 'representative', said: string) => {
  await type(t(`verification.fact.${fact}`), said)
  await press(t('verification.compareFact', { fact: t(`verification.fact.${fact}`) }))
  await sees(said === rightAnswer ? t('verification.match') : t('verification.noMatch'))
}
const establish = async (screen: GalleryScreen) => {
  const { t, field } = screen
  await begin(screen)
  await field(t('verification.number.user', { masked: '***-****-2739' })).check()
  await say(screen, 'address', rightAnswer)
  await say(screen, 'representative', rightAnswer)
  await field(t('verification.person')).check()
}
const pass = async (screen: GalleryScreen) => {
  await establish(screen)
  await screen.press(screen.t('verification.pass'))
}

const own = verificationOf('passed', 'awaited')
const others = {
  ...own,
  verificationId: '6a1f8a52-7d2f-4b53-9d4b-6f2f0a3c9e22',
  loginId: 'WR099999',
  memberName: '株式会社とても長い名前の会員企業ホールディングス東日本支社営業統括本部',
  note: '契約書の控えで代表番号を確かめた。',
  operator: { userId: 'another', loginId: 'HD000002', userName: '窓口 次郎' },
}
const waiting =
  (items = [own, others]) =>
  () =>
    answer({ items, total: items.length, nextCursor: null })

/** 本人確認 and 本人確認待ち. */
export const verificationStates: readonly GalleryState[] = [
  verifying('begin', async ({ t, button }) => button(t('verification.start')).waitFor()),
  verifying(
    'starting',
    async ({ t, press, sees }) => {
      await press(t('verification.start'))
      await sees(t('verification.starting'))
    },
    { start: noAnswerYet },
  ),
  verifying('open', begin),
  verifying('established', establish),
  verifying('wrong-answer', async (screen) => {
    await begin(screen)
    await say(screen, 'address', '大阪')
  }),
  verifying('missing', async (screen) => {
    await begin(screen)
    await screen.press(screen.t('verification.pass'))
    await screen.sees(screen.t('verification.missing.callback'))
  }),
  verifying(
    'nothing-on-file',
    async ({ t, press, sees }) => {
      await press(t('verification.start'))
      await sees(t('verification.noCallback'))
    },
    { start: () => answer({ ...startedVerification, callbackNumbers: [], facts: [] }) },
  ),
  verifying(
    'cannot-start',
    async ({ t, press, sees }) => {
      await press(t('verification.start'))
      await sees('too_many_attempts')
    },
    { start: () => refuse('too_many_attempts', { retryAfterSeconds: 600 }) },
  ),
  verifying('unfinished', async ({ t, sees }) => sees(t('verification.before.unfinished')), {
    list: waiting([{ ...own, state: 'open', approval: 'not_needed' }]),
  }),
  verifying('passed', async (screen) => {
    await pass(screen)
    await screen.sees(screen.t('reissue.passed'))
  }),
  verifying('failed', async (screen) => {
    await begin(screen)
    await screen.press(screen.t('verification.fail'))
    await screen.seesHeading(screen.t('verification.failedTitle'))
  }),
  verifying('suspicious', async (screen) => {
    await screen.press(screen.t('verification.suspicious'))
    await screen.seesHeading(screen.t('verification.suspiciousTitle'))
  }),
  verifying(
    'awaited',
    async (screen) => {
      await pass(screen)
      await screen.sees(screen.t('verification.awaited'))
    },
    {
      conclude: () => answer(own),
      read: () => answer(own),
    },
  ),
  verifying(
    'not-approved',
    async (screen) => {
      await pass(screen)
      await screen.seesHeading(screen.t('verification.refusedTitle'))
    },
    {
      conclude: () => answer(verificationOf('passed', 'refused')),
      read: () => answer(verificationOf('passed', 'refused')),
    },
  ),
  {
    ...verifying('leave', begin),
    reach: async (screen, page) => {
      await begin(screen)
      await page.keyboard.press('Alt+0')
      await screen.seesHeading(screen.t('verification.leaveTitle'))
    },
  },
  {
    name: 'approvals',
    start: asHelpdesk,
    place: at('approvals'),
    overrides: { verifications: { list: waiting() } },
    reach: async ({ t, sees }) => sees(t('approvals.own')),
  },
  {
    name: 'approvals-new',
    start: asHelpdesk,
    place: at('approvals'),
    overrides: {
      verifications: {
        list: () => waiting(sessionStorage.getItem('arrived') === null ? [own] : [own, others])(),
      },
    },
    reach: async ({ t, sees }, page) => {
      await sees(t('approvals.own'))
      await page.evaluate(() => sessionStorage.setItem('arrived', 'yes'))
      await page.clock.runFor(5_000)
      await page.getByText(t('approvals.newOnes', { count: 1 })).waitFor({ state: 'attached' })
    },
  },
  {
    name: 'approvals-empty',
    start: asHelpdesk,
    place: at('approvals'),
    reach: async ({ t, sees }) => sees(t('approvals.empty')),
  },
  {
    name: 'approvals-refuse-failed',
    start: asHelpdesk,
    place: at('approvals'),
    overrides: { verifications: { list: waiting(), decide: () => refuse('verification_used') } },
    reach: async ({ t, press, pressInDialog, sees }) => {
      await press(`${t('approvals.refuse')} ${others.loginId}`)
      await pressInDialog(t('approvals.refuse'))
      await sees('verification_used')
    },
  },
  {
    name: 'approvals-reauthenticate',
    start: asHelpdesk,
    place: at('approvals'),
    overrides: { verifications: { list: waiting(), decide: () => refuse('reauth_required') } },
    reach: async ({ t, seesHeading }, page) => {
      await page
        .getByRole('button', { name: new RegExp(others.loginId) })
        .first()
        .click()
      await seesHeading(t('reauthenticate.title'))
    },
  },
]
