import { answer, refuse } from '../../support/fake-desk.ts'
import { administrator, manyUsers, seedUsers, staff } from '../../support/fake-desk-data.ts'
import type { UserSummary } from '../../../src-shared/api/users.ts'
import type { GalleryState } from '../gallery-state.ts'
import { asAdministrator, asHelpdesk, at, atResults, noAnswerYet } from './places.ts'

const longNames: UserSummary = {
  ...staff,
  state: 'active',
  passwordState: 'temporary',
  userId: 'EJUM128951TST0020002',
  loginId: 'CZ999999',
  memberName: '株式会社とても長い名前の会員企業ホールディングス東日本支社営業統括本部',
  userName: '寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末食う寝る処に住む処',
}

/** ユーザー検索 and its results. */
export const searchStates: readonly GalleryState[] = [
  { name: 'search', start: asAdministrator, place: at('search') },
  { name: 'search-helpdesk', start: asHelpdesk, place: at('search') },
  {
    name: 'search-help',
    start: asAdministrator,
    place: at('search'),
    reach: async ({ t, press, sees }) => {
      await press(t('search.help.title'))
      await sees(t('search.help.words'))
    },
  },
  {
    name: 'results',
    start: { ...asAdministrator, users: [...seedUsers, longNames] },
    place: atResults(),
    reach: async ({ sees }) => sees(administrator.loginId),
  },
  {
    name: 'results-pointed-at',
    start: asAdministrator,
    place: atResults(),
    reach: async (_, page) => page.locator('#result-1 .row-link').hover(),
  },
  {
    name: 'results-helpdesk',
    start: { ...asHelpdesk, users: [...seedUsers, longNames] },
    place: atResults(),
    reach: async ({ sees }) => sees(administrator.loginId),
  },
  {
    name: 'results-many',
    start: { ...asHelpdesk, users: manyUsers(100_000) },
    place: atResults(),
    reach: async ({ sees }, page) => {
      await sees('CZ000001')
      await page.getByRole('grid').focus()
      await page.keyboard.press('ArrowDown')
    },
  },
  {
    name: 'results-none',
    start: asAdministrator,
    place: atResults({ loginId: 'nobody' }),
    reach: async ({ t, sees }) => sees(t('search.emptyTitle')),
  },
  {
    name: 'results-loading',
    start: asAdministrator,
    place: atResults(),
    overrides: { users: { search: noAnswerYet } },
    reach: async ({ t }, page) => page.getByLabel(t('search.searching')).first().waitFor(),
  },
  {
    name: 'results-partly-loaded',
    start: asAdministrator,
    place: atResults(),
    // The first page is there, the second does not come.
    overrides: {
      users: {
        search: ({ cursor, limit = 50 }) =>
          cursor === undefined ? answer({ items: manyUsers(limit), total: 3_000, nextCursor: 'next' }) : noAnswerYet(),
      },
    },
    reach: async ({ sees }) => sees('CZ000001'),
  },
  {
    name: 'results-failed',
    start: asAdministrator,
    place: atResults(),
    overrides: { users: { search: () => refuse('directory_unavailable') } },
    reach: async ({ sees }) => sees('directory_unavailable'),
  },
]
