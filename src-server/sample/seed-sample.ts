import { randomUUID } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { computeExpiresAt } from '../../src-shared/domain/validity.ts'
import { generateTemporaryPassword, type RandomInt } from '../../src-shared/domain/temporary-password.ts'
import type { Role } from '../../src-shared/domain/roles.ts'
import type { Tables } from '../database/tables.ts'
import { createAuditService } from '../modules/audit/audit-service.ts'
import type { PasswordVerifier } from '../security/password-verifier.ts'
import { sampleMembers, samplePeople, type SamplePerson } from './sample-people.ts'

/** An account to try the program with. The password exists here and wherever it is shown once; never in a file. */
export interface SampleAccount {
  readonly memberId: string
  readonly memberName: string
  readonly loginId: string
  readonly userName: string
  readonly role: Role
  readonly password: string
}

export interface SeedSampleOptions {
  readonly db: Kysely<Tables>
  readonly passwords: PasswordVerifier
  readonly clock: () => Date
  readonly randomInt: RandomInt
}

const passwordLength = 14
const timeZone = 'Asia/Tokyo'
const dayMs = 86_400_000
const issuer = { memberId: 'EJUU128951TST0030000', userId: 'EJUM128951TST0030000' }

/**
 * Fills an empty database with the sample, in one transaction, and returns the accounts whose passwords are to be told.
 * Undefined when the database holds members already: then nothing happens.
 */
export async function seedSample(options: SeedSampleOptions): Promise<SampleAccount[] | undefined> {
  const { db, passwords, randomInt } = options
  if (await hasMembers(db)) return undefined
  const people = await Promise.all(
    samplePeople.map(async (person) => {
      const password = generateTemporaryPassword(passwordLength, randomInt, [person.loginId, person.userName])
      return { person, password, verifier: await passwords.hash(password) }
    }),
  )
  await db.transaction().execute(async (transaction) => {
    await insertMembersAndUsers(transaction, options.clock())
    for (const { person, verifier } of people) await insertCredential(transaction, person, verifier, options.clock)
  })
  return people.filter(({ person }) => person.isShown).map(({ person, password }) => describeAccount(person, password))
}

const daysBefore = (at: Date, days: number): Date => new Date(at.getTime() - days * dayMs)

const hasMembers = async (db: Kysely<Tables>): Promise<boolean> =>
  (await db.selectFrom('members').select('member_id').limit(1).executeTakeFirst()) !== undefined

async function insertMembersAndUsers(db: Transaction<Tables>, at: Date): Promise<void> {
  const members = sampleMembers.map(({ memberId, memberName, contractNumber, ...facts }) => ({
    member_id: memberId,
    member_name: memberName,
    contract_number: contractNumber,
    ...facts,
    created_at: daysBefore(at, 90),
  }))
  await db.insertInto('members').values(members).execute()
  const users = samplePeople.map(({ memberId, userId, loginId, userName, role, state, phone, fax, email }) => ({
    member_id: memberId,
    user_id: userId,
    login_id: loginId,
    user_name: userName,
    role,
    state: state === 'disabled' ? ('disabled' as const) : ('active' as const),
    phone,
    fax,
    email,
    registered_at: daysBefore(at, 90),
    last_login_at: state === 'none' ? null : daysBefore(at, 5),
  }))
  await db.insertInto('users').values(users).execute()
}

async function insertCredential(
  db: Transaction<Tables>,
  person: SamplePerson,
  verifier: string,
  clock: () => Date,
): Promise<void> {
  if (person.state === 'none') return
  const user = { member_id: person.memberId, user_id: person.userId }
  if (person.state !== 'temporary' && person.state !== 'expired') {
    const chosen = { kind: 'chosen' as const, verifier, set_at: clock(), expires_at: null, reissue_id: null }
    await db
      .insertInto('credentials')
      .values({ ...user, ...chosen })
      .execute()
    return
  }
  const issuedAt = daysBefore(clock(), person.state === 'expired' ? 3 : 0)
  const expiresAt = computeExpiresAt(issuedAt, timeZone)
  const reissueId = await insertReissue(db, person, issuedAt, expiresAt)
  const temporary = {
    kind: 'temporary' as const,
    verifier,
    set_at: issuedAt,
    expires_at: expiresAt,
    reissue_id: reissueId,
  }
  await db
    .insertInto('credentials')
    .values({ ...user, ...temporary })
    .execute()
}

/** A reissue with its audit event, as the service would have left them. */
async function insertReissue(
  db: Transaction<Tables>,
  person: SamplePerson,
  issuedAt: Date,
  expiresAt: Date,
): Promise<string> {
  const reissueId = randomUUID()
  await db
    .insertInto('reissues')
    .values({
      member_id: person.memberId,
      reissue_id: reissueId,
      user_id: person.userId,
      issued_by_member_id: issuer.memberId,
      issued_by_user_id: issuer.userId,
      issued_at: issuedAt,
      expires_at: expiresAt,
      origin: 'generated',
      verification_id: null,
      note: null,
      used_at: null,
      superseded_at: null,
    })
    .execute()
  await createAuditService(() => issuedAt).append(db, {
    action: 'reissue_password',
    outcome: 'done',
    actor: issuer,
    target: { memberId: person.memberId, userId: person.userId },
    origin: { requestId: 'sample', remoteAddress: 'sample' },
    details: { reissueId, sample: true },
  })
  return reissueId
}

function describeAccount({ memberId, loginId, userName, role }: SamplePerson, password: string): SampleAccount {
  const memberName = sampleMembers.find((member) => member.memberId === memberId)?.memberName ?? memberId
  return { memberId, memberName, loginId, userName, role, password }
}
