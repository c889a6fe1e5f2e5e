import type { Contact } from '../../../src-shared/errors/catalogue.ts'
import type { UserDetail, UserDirectory } from '../../../src-shared/api/users.ts'
import { answer, refuse, type DeskOverrides } from '../../support/fake-desk.ts'
import { administrator, detailOf, policy, receiptOf, seedUsers, staff } from '../../support/fake-desk-data.ts'
import type { GalleryScreen } from '../gallery-screen.ts'
import type { GalleryState } from '../gallery-state.ts'
import { asAdministrator, asHelpdesk, atReissue, noAnswerYet } from './places.ts'

const target = detailOf({ ...staff, state: 'active', passwordState: 'active' })
const contacts: Contact[] = [
  { userName: '佐藤 花子', phone: '03-1234-5678' },
  { userName: '鈴木 一郎', phone: null },
]
/** What Active Directory says of itself. */
export const inActiveDirectory: UserDirectory = {
  kind: 'active-directory',
  endsSessions: false,
  forcesChange: true,
  expiresByItself: false,
  previousPasswordMinutes: 60,
}
const reading = (change: Partial<UserDetail>): DeskOverrides => ({
  users: { read: () => answer({ ...target, ...change }) },
})

/** Until the suggestion is there. */
const ready = ({ t, hasText }: GalleryScreen) => hasText(t('reissue.temporaryPassword'))
const askFor = async (screen: GalleryScreen) => {
  await ready(screen)
  await screen.press(screen.t('reissue.submit'))
  await screen.dialog().waitFor()
}
const issue = async (screen: GalleryScreen) => {
  await askFor(screen)
  await screen.pressInDialog(screen.t('reissue.submit'))
}

const typed = (name: string, text: string): GalleryState => ({
  name: `reissue-${name}`,
  start: asAdministrator,
  place: atReissue(),
  reach: async (screen) => {
    await ready(screen)
    await screen.type(screen.t('reissue.temporaryPassword'), text)
  },
})

const refusedBy = (
  code: 'helpdesk_required' | 'administrator_required' | 'account_disabled' | 'forbidden_role',
  start: GalleryState['start'],
  others: Contact[] = [],
): GalleryState => ({
  name: `reissue-${code.replaceAll('_', '-')}`,
  ...(start && { start }),
  place: atReissue(),
  overrides: reading({
    state: code === 'account_disabled' ? 'disabled' : 'active',
    permissions: { reissue: { code, contacts: others } },
  }),
  reach: async ({ t, seesHeading }) => seesHeading(t('reissue.refusedTitle')),
})

/** After 再発行 was pressed and confirmed, with this answer. */
const issued = (
  name: string,
  issuing: NonNullable<DeskOverrides['reissues']>['issue'],
  shown: (screen: GalleryScreen) => Promise<void>,
): GalleryState => ({
  name: `reissue-${name}`,
  start: asAdministrator,
  place: atReissue(),
  overrides: { reissues: { issue: issuing ?? (() => answer(receiptOf(staff))) } },
  reach: async (screen) => {
    await issue(screen)
    await shown(screen)
  },
})

/** パスワード再発行, up to the answer. */
export const reissueStates: readonly GalleryState[] = [
  { name: 'reissue', start: asAdministrator, place: atReissue(), reach: ready },
  {
    name: 'reissue-known-user',
    start: asAdministrator,
    place: atReissue(),
    overrides: reading({
      phone: '03-1234-5678',
      fax: '03-1234-5679',
      email: 'a-rather-long-address.of-somebody@member.example',
      passwordState: 'temporary',
      temporaryPasswordExpiresAt: '2026-11-24T14:59:59.999Z',
      lastReissue: {
        reissueId: '018f6f2e-7f4b-7c7a-9a43-2f6f1f0c9a11',
        issuedAt: '2026-11-23T01:00:00.000Z',
        issuedBy: { userId: administrator.userId, loginId: administrator.loginId, userName: administrator.userName },
        state: 'pending',
      },
      warnings: [
        { code: 'reissued_recently', count: 3 },
        { code: 'contact_changed_lately', at: '2026-11-22T01:00:00.000Z' },
        { code: 'refused_lately', count: 2, suspicious: true },
        { code: 'member_refused_lately', count: 5 },
      ],
    }),
    reach: ready,
  },
  {
    name: 'reissue-never-logged-in',
    start: asAdministrator,
    place: atReissue(),
    overrides: reading({ passwordState: 'none', warnings: [{ code: 'never_logged_in' }] }),
    reach: ready,
  },
  {
    name: 'reissue-waiting',
    start: asAdministrator,
    place: atReissue(),
    overrides: { reissues: { suggest: noAnswerYet } },
    reach: async ({ t, sees }) => sees(t('reissue.makingSuggestion')),
  },
  {
    name: 'reissue-no-suggestion',
    start: asAdministrator,
    place: atReissue(),
    overrides: { reissues: { suggest: () => refuse('overloaded') } },
    reach: async ({ sees }) => sees('overloaded'),
  },
  {
    name: 'reissue-read-only',
    start: asAdministrator,
    place: atReissue(),
    overrides: {
      policy: {
        read: () => answer({ ...policy, temporaryPassword: { ...policy.temporaryPassword, editable: false } }),
      },
    },
    reach: ready,
  },
  typed('violations', 'CZ021017!'),
  typed('full-width', 'ＡＢＣ１２３ｄｅｆ４'),
  refusedBy('helpdesk_required', asAdministrator, contacts),
  refusedBy('administrator_required', asHelpdesk, contacts),
  refusedBy('account_disabled', asHelpdesk),
  refusedBy('forbidden_role', asHelpdesk),
  {
    name: 'reissue-not-found',
    start: { ...asAdministrator, users: seedUsers.slice(0, 1) },
    place: atReissue(),
    reach: async ({ sees }) => sees('not_found'),
  },
  {
    name: 'reissue-directory',
    start: asAdministrator,
    place: atReissue(),
    overrides: reading({ directory: inActiveDirectory }),
    reach: ready,
  },
  {
    name: 'reissue-directory-confirm',
    start: asAdministrator,
    place: atReissue(),
    overrides: reading({ directory: inActiveDirectory }),
    reach: askFor,
  },
  issued(
    'directory-refused-password',
    () => refuse('directory_refused_password'),
    ({ sees }) => sees('directory_refused_password'),
  ),
  issued(
    'directory-change-not-forced',
    () => refuse('directory_change_not_forced'),
    ({ t, seesHeading }) => seesHeading(t('directory.changedTitle')),
  ),
  { name: 'reissue-confirm', start: asAdministrator, place: atReissue(), reach: askFor },
  issued('pending', noAnswerYet, ({ t, sees }) => sees(t('reissue.pending'))),
  issued(
    'outcome-unknown',
    () => refuse('outcome_unknown'),
    ({ t, seesHeading }) => seesHeading(t('reissue.unknownTitle')),
  ),
  issued(
    'refused-password',
    () =>
      refuse('password_policy', {
        fields: [{ path: 'temporaryPassword', code: 'contains_personal_word', message: '' }],
      }),
    ({ sees }) => sees('password_policy'),
  ),
  issued(
    'conflict',
    () => refuse('conflict'),
    ({ sees }) => sees('conflict'),
  ),
  issued(
    'unreachable',
    () => refuse('server_unreachable'),
    ({ sees }) => sees('server_unreachable'),
  ),
  issued(
    'reauthenticate',
    () => refuse('reauth_required'),
    ({ t, seesHeading }) => seesHeading(t('reauthenticate.title')),
  ),
  {
    ...issued(
      'leave-unknown',
      () => refuse('outcome_unknown'),
      async ({ t, seesHeading, dialog }) => {
        await seesHeading(t('reissue.unknownTitle'))
        await dialog().waitFor({ state: 'detached' })
      },
    ),
    name: 'reissue-leave-unknown',
    reach: async (screen, page) => {
      await issue(screen)
      await screen.seesHeading(screen.t('reissue.unknownTitle'))
      await page.keyboard.press('Alt+0')
      await screen.seesHeading(screen.t('reissue.leaveUnknownTitle'))
    },
  },
]

export const issueTemporaryPassword = issue
