import type { Insertable, Kysely } from 'kysely'
import type { Role } from '../../src-shared/domain/roles.ts'
import type { Tables } from '../../src-server/database/tables.ts'
import type { PasswordVerifier } from '../../src-server/security/password-verifier.ts'

/** The people of the tests; each has the password of `passwordOf`. */
export const people = {
  administrator: {
    memberId: 'M-A',
    userId: 'U-A-ADMIN',
    loginId: 'AA000001',
    userName: '管理 花子',
    role: 'administrator',
  },
  otherAdministrator: {
    memberId: 'M-A',
    userId: 'U-A-ADMIN2',
    loginId: 'AA000002',
    userName: '管理 次郎',
    role: 'administrator',
  },
  staff: { memberId: 'M-A', userId: 'U-A-STAFF', loginId: 'AS000001', userName: '担当 太郎', role: 'staff' },
  colleague: { memberId: 'M-A', userId: 'U-A-STAFF2', loginId: 'AS000002', userName: '担当 三郎', role: 'staff' },
  disabledStaff: {
    memberId: 'M-A',
    userId: 'U-A-GONE',
    loginId: 'AS000009',
    userName: '退職 四郎',
    role: 'staff',
    state: 'disabled',
  },
  foreignAdministrator: {
    memberId: 'M-B',
    userId: 'U-B-ADMIN',
    loginId: 'BA000001',
    userName: '佐藤 一',
    role: 'administrator',
  },
  foreignStaff: { memberId: 'M-B', userId: 'U-B-STAFF', loginId: 'BS000001', userName: '鈴木 二', role: 'staff' },
  disabledAdministrator: {
    memberId: 'M-B',
    userId: 'U-B-GONE',
    loginId: 'BA000009',
    userName: '元 管理',
    role: 'administrator',
    state: 'disabled',
  },
  helpdesk: { memberId: 'M-H', userId: 'U-H-1', loginId: 'HD000001', userName: '窓口 太郎', role: 'helpdesk' },
  otherHelpdesk: { memberId: 'M-H', userId: 'U-H-2', loginId: 'HD000002', userName: '窓口 次郎', role: 'helpdesk' },
} as const satisfies Record<string, Person>

export type PersonName = keyof typeof people
export const personNames = Object.keys(people).filter((name): name is PersonName => name in people)

interface Person {
  readonly memberId: string
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly role: Role
  readonly state?: 'disabled'
}

export const passwordOf = (name: PersonName): string => `correct horse ${name} staple`

/** The members of the tests, with what a verification may ask for; nothing is on file of the helpdesk’s own. */
export const memberFacts = {
  'M-A': {
    member_name: 'アルファ商事',
    address: '東京都千代田区カナリア町1-2-3',
    representative: '金糸雀 あるふぁ',
    contract_number: 'KA-77001-9',
    phone: '03-7181-1111',
  },
  'M-B': {
    member_name: 'ベータ工業',
    address: '大阪府堺市堺区鶯通4丁目5番6号',
    representative: '齋藤 べーた',
    contract_number: 'KB-88002-8',
    phone: '06-7282-2222',
  },
  'M-H': { member_name: 'ヘルプデスク', address: null, representative: null, contract_number: null, phone: null },
} as const

/** Fills a migrated database with the people; passwords are hashed once per process and verifier. */
export async function insertPeople(db: Kysely<Tables>, passwords: PasswordVerifier, at: Date): Promise<void> {
  const members = Object.entries(memberFacts)
  await db
    .insertInto('members')
    .values(members.map(([memberId, facts]) => ({ member_id: memberId, ...facts, created_at: at })))
    .execute()
  await db
    .insertInto('users')
    .values(personNames.map((name) => userRow(people[name], at)))
    .execute()
  await insertCredentials(db, passwords, at)
}

/** Undoes what a test did to the people, faster than a new database. The audit stays: it cannot be emptied. */
export async function restorePeople(db: Kysely<Tables>, passwords: PasswordVerifier, at: Date): Promise<void> {
  for (const table of [
    'sessions',
    'credentials',
    'notification_outbox',
    'idempotency_keys',
    'verification_answers',
    'verifications',
    'throttles',
    'reissue_handovers',
    'reissues',
    'policy',
  ] as const) {
    await db.deleteFrom(table).execute()
  }
  await db.insertInto('policy').defaultValues().execute()
  await insertCredentials(db, passwords, at)
}

async function insertCredentials(db: Kysely<Tables>, passwords: PasswordVerifier, at: Date): Promise<void> {
  const rows = personNames.map(async (name) => ({
    member_id: people[name].memberId,
    user_id: people[name].userId,
    kind: 'chosen' as const,
    verifier: await hashOnce(name, passwords),
    set_at: at,
    expires_at: null,
    reissue_id: null,
  }))
  await db
    .insertInto('credentials')
    .values(await Promise.all(rows))
    .execute()
}

function userRow(person: Person, at: Date): Insertable<Tables['users']> {
  return {
    member_id: person.memberId,
    user_id: person.userId,
    login_id: person.loginId,
    user_name: person.userName,
    role: person.role,
    state: person.state ?? 'active',
    phone: person.role === 'administrator' ? '03-0000-0000' : null,
    fax: null,
    email: `${person.loginId.toLowerCase()}@example.test`,
    registered_at: at,
    last_login_at: null,
  }
}

/** By what hashed them: the parameters differ. */
const hashed = new WeakMap<PasswordVerifier, Map<PersonName, Promise<string>>>()

function hashOnce(name: PersonName, passwords: PasswordVerifier): Promise<string> {
  const byName = hashed.get(passwords) ?? new Map<PersonName, Promise<string>>()
  hashed.set(passwords, byName)
  const known = byName.get(name) ?? passwords.hash(passwordOf(name))
  byName.set(name, known)
  return known
}
