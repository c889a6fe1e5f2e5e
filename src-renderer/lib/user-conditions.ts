/** The fields of ユーザー検索 as they are typed; the helpdesk has the last two as well. */
export const conditionFields = ['userId', 'loginId', 'userName', 'memberId', 'memberName'] as const
export type ConditionField = (typeof conditionFields)[number]
export type UserConditions = Readonly<Record<ConditionField, string>>

export const noConditions: UserConditions = { userId: '', loginId: '', userName: '', memberId: '', memberName: '' }
