import { sql, type Kysely } from 'kysely'

/**
 * Whose an idempotency key is, for row security: found by the operator’s ID instead of among all users of the member, who
 * were read with every reissue, some of them 10,000. The same rows as before. Reversible.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await restrictTo(
    db,
    `exists (select from users where users.user_id = idempotency_keys.operator_user_id and users.member_id = ${ownMember})`,
  )
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await restrictTo(db, `operator_user_id in (select user_id from users where member_id = ${ownMember})`)
}

/** Empty and unset are nobody’s. */
const ownMember = "nullif(current_setting('saihakko.member_id', true), '')"

async function restrictTo(db: Kysely<unknown>, condition: string): Promise<void> {
  await sql
    .raw(`alter policy member_own on idempotency_keys using (${condition}) with check (${condition})`)
    .execute(db)
}
