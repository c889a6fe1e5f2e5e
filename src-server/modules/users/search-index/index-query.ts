import type { UserState } from '../../../../src-shared/api/users.ts'
import { splitSearchWords } from '../../../../src-shared/domain/search-text.ts'
import type { UserSearch, UserSearchPosition } from '../user-search.ts'
import { readSortDirection, type IndexedMember, type IndexedUser, type SortDirection } from './indexed-user.ts'
import { textOf, type SearchedText } from './text-store.ts'

export interface SearchedWord {
  readonly text: SearchedText
  readonly word: string
}

/** A search as the index takes it: every word folded and on its own. */
export interface IndexQuery {
  readonly scopeMemberId: string | undefined
  readonly words: readonly SearchedWord[]
  readonly memberIdWords: readonly string[]
  readonly memberNameWords: readonly string[]
  readonly state: UserState | undefined
  readonly sort: SortDirection
  readonly after: UserSearchPosition | undefined
  readonly limit: number
}

export function readIndexQuery({ scope, conditions, sort, after, limit }: UserSearch): IndexQuery {
  const { userId = '', loginId = '', userName = '', memberId = '', memberName = '', state } = conditions
  // Half a pair of surrogates is part of no text, only of its units; on its way to the database it becomes U+FFFD.
  const split = (condition: string): string[] => splitSearchWords(condition.toWellFormed())
  const wordsIn = (text: SearchedText, condition: string): SearchedWord[] =>
    split(condition).map((word) => ({ text, word }))
  return {
    scopeMemberId: scope === 'all-members' ? undefined : scope.memberId,
    words: [
      ...wordsIn(textOf.userIdKey, userId),
      ...wordsIn(textOf.loginIdKey, loginId),
      ...wordsIn(textOf.userNameKey, userName),
    ],
    memberIdWords: split(memberId),
    memberNameWords: split(memberName),
    state,
    sort: readSortDirection(sort),
    after,
    limit,
  }
}

/**
 * The words whose key is the database’s to tell: it folds them once more, and may know other letters than this Node does. What
 * is ASCII and folded stays as it is in both.
 */
export function listWordsToCheck({ words, memberIdWords, memberNameWords }: IndexQuery): string[] {
  const all = [...words.map(({ word }) => word), ...memberIdWords, ...memberNameWords]
  return all.filter((word) => !/^[!-~]*$/u.test(word))
}

export const isMemberFound = (query: IndexQuery, { memberId, memberIdKey, memberNameKey }: IndexedMember): boolean =>
  (query.scopeMemberId === undefined || query.scopeMemberId === memberId) &&
  query.memberIdWords.every((word) => memberIdKey.includes(word)) &&
  query.memberNameWords.every((word) => memberNameKey.includes(word))

const keyOf = ({ userIdKey, loginIdKey, userNameKey }: IndexedUser, text: SearchedText): string => {
  if (text === textOf.userIdKey) return userIdKey
  return text === textOf.loginIdKey ? loginIdKey : userNameKey
}

/** Whether a user matches, but for the conditions on the member. */
export const isUserFound = ({ words, state }: IndexQuery, user: IndexedUser): boolean =>
  (state === undefined || user.state === state) && words.every(({ text, word }) => keyOf(user, text).includes(word))
