/** Who lives in every directory of the tests. `member`: the subtree; undefined: beside all of them. */
export interface Person {
  readonly member: string | undefined
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly role: 'administrator' | 'staff'
  readonly phone?: string
  readonly fax?: string
  readonly email?: string
}

/** The members that are configured; `M-X` has a subtree in which the service account has no rights. */
export const members = ['M-A', 'M-B', 'M-X'] as const

/** Those of the golden table of the desk’s own search (tests/integration/database/user-search.test.ts), and some more. */
export const namedPeople: readonly Person[] = [
  {
    member: 'M-A',
    userId: 'U-001',
    loginId: 'WR012739',
    userName: '髙橋 太郎',
    role: 'administrator',
    phone: '+81 3 1234 5678',
    fax: '+81 3 1234 5679',
    email: 'taro@alpha.example',
  },
  { member: 'M-A', userId: 'U-002', loginId: 'CZ000002', userName: '高橋　花子', role: 'staff' },
  { member: 'M-A', userId: 'U-003', loginId: 'CZ000003', userName: 'ﾃｽﾄ 一郎', role: 'staff' },
  { member: 'M-A', userId: 'U-004', loginId: 'CZ_00%04', userName: '100% a_b C\\D', role: 'staff' },
  { member: 'M-A', userId: 'U-008', loginId: 'muller', userName: 'Jürgen Müller *(仮)', role: 'staff' },
  { member: 'M-B', userId: 'U-005', loginId: 'WR099999', userName: '齋藤 直子', role: 'administrator' },
  { member: 'M-B', userId: 'U-006', loginId: 'CZ000006', userName: '𠮷田 健', role: 'staff' },
  { member: 'M-B', userId: 'U-007', loginId: 'CZ000007', userName: '橋高', role: 'staff' },
  { member: 'M-X', userId: 'U-009', loginId: 'XX000009', userName: '権限 なし', role: 'staff' },
  { member: undefined, userId: 'U-900', loginId: 'ZZ000900', userName: '高橋 外子', role: 'administrator' },
]

/** More than any page holds. */
export const manyPeople: readonly Person[] = Array.from({ length: 620 }, (_, index) => {
  const number = `${index + 1}`.padStart(4, '0')
  return { member: 'M-B', userId: `P-${number}`, loginId: `pg${number}`, userName: `頁 ${number}`, role: 'staff' }
})

export const people: readonly Person[] = [...namedPeople, ...manyPeople]

/** In the attribute that the members’ `administratorFilter` looks at. */
export const administratorTitle = 'portal-administrator'
