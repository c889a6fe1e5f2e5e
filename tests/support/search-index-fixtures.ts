import fc from 'fast-check'
import { foldSearchText } from '../../src-shared/domain/search-text.ts'
import type { UserSort } from '../../src-shared/api/users.ts'
import type { IndexedMember, IndexedUser } from '../../src-server/modules/users/search-index/indexed-user.ts'
import type { UserSearch } from '../../src-server/modules/users/user-search.ts'

/** What is in the table of a user, of which the database makes the keys. */
export interface PlainUser {
  readonly memberId: string
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly state: 'active' | 'disabled'
}

export const indexUser = ({ memberId, userId, loginId, userName, state }: PlainUser): IndexedUser => ({
  memberId,
  userId,
  userIdKey: foldSearchText(userId),
  loginIdKey: foldSearchText(loginId),
  userNameKey: foldSearchText(userName),
  state,
})

export const indexMember = (memberId: string, memberName: string): IndexedMember => ({
  memberId,
  memberName,
  memberIdKey: foldSearchText(memberId),
  memberNameKey: foldSearchText(memberName),
})

/** Few letters, so that words are found: kana and kanji with variants, Latin, digits, signs, halves of pairs, high ones. */
const letters = '高髙橋斎齋ソﾃがか\u3099０１aAbＢ%_\\- 　ー〜𠮷𩸽吉\uff5e\ufb01\uffdc'
const letter = fc.constantFrom(...letters)
export const anyName = fc.array(letter, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''))
const digits = (length: number) => fc.array(fc.constantFrom('0', '1', '9'), { minLength: length, maxLength: length })
/** Starting alike, as IDs do, so that some grams are those of most users. */
export const anyId = fc
  .tuple(fc.constantFrom('CZ00', 'wr', 'Cz_', '%'), digits(4))
  .map(([head, tail]) => head + tail.join(''))
export const anyState = fc.constantFrom('active' as const, 'active' as const, 'disabled' as const)
/** A piece of a name or an ID, often one that somebody has. */
const anyWord = fc.oneof(
  fc.array(letter, { maxLength: 3 }).map((parts) => parts.join('')),
  fc.constantFrom('cz0', 'cz00', 'ＣＺ００１', '0', '00', '01', 'wr', '_', 'm-', '高橋', '髙', 'ﾃ', '𠮷', 'U', 'u-0'),
)

export const allSorts: readonly UserSort[] = [
  'userId',
  '-userId',
  'loginId',
  '-loginId',
  'userName',
  '-userName',
  'memberId',
  '-memberId',
  'memberName',
  '-memberName',
]

/** Left out in so many of ten cases. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, leftOut: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: leftOut }, { arbitrary, weight: 10 - leftOut })

/** Any search, over all members or within one; without a place to go on from. */
export const anySearch = (memberIds: readonly string[]): fc.Arbitrary<UserSearch> =>
  fc
    .record({
      scope: fc.constantFrom('all-members', 'all-members', ...memberIds),
      userId: maybe(anyWord, 8),
      loginId: maybe(anyWord, 7),
      userName: maybe(anyWord, 5),
      memberId: maybe(anyWord, 9),
      memberName: maybe(anyWord, 8),
      state: maybe(anyState, 8),
      sort: fc.constantFrom(...allSorts),
      limit: fc.constantFrom(1, 2, 7, 50),
    })
    .map(({ scope, sort, limit, ...given }) => {
      const conditions = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      const at = new Date('2026-11-23T00:00:00.000Z')
      return { scope: scope === 'all-members' ? scope : { memberId: scope }, conditions, sort, limit, at }
    })
