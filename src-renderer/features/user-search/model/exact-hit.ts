import type { UserSummary } from '../../../../src-shared/api/users.ts'
import { foldSearchText } from '../../../../src-shared/domain/search-text.ts'
import type { UserConditions } from '../../../lib/user-conditions.ts'

/** Whether a whole user ID or login ID was typed, and it is this user’s: a part of one may still become another. */
export function isExactHit({ userId, loginId }: UserConditions, user: UserSummary): boolean {
  const isWhole = (typed: string, id: string) => typed.trim() !== '' && foldSearchText(typed) === foldSearchText(id)
  return isWhole(userId, user.userId) || isWhole(loginId, user.loginId)
}
