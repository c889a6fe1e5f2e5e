import { sql, type Kysely } from 'kysely'

/**
 * How temporary passwords were handed over, each way once, only ever added to (P24), with rights and rows as in 0006; and the
 * rule whether a slip may show the password. Reversible; what was noted of handovers is lost by it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of statementsBack) await sql.raw(statement).execute(db)
}

const bothRoles = 'saihakko_server, saihakko_member'

/** Empty and unset are nobody’s. */
const ownMember = "nullif(current_setting('saihakko.member_id', true), '')"

const statements = [
  `create table reissue_handovers (
     member_id text not null,
     reissue_id uuid not null,
     kind text not null check (kind in ('copied', 'read_aloud', 'printed', 'confirmed')),
     handed_over_at timestamptz(3) not null,
     primary key (member_id, reissue_id, kind),
     foreign key (member_id, reissue_id) references reissues)`,
  `grant select, insert on reissue_handovers to ${bothRoles}`,
  'alter table reissue_handovers enable row level security',
  'create policy server_all on reissue_handovers to saihakko_server using (true) with check (true)',
  `create policy member_own on reissue_handovers to saihakko_member
     using (member_id = ${ownMember}) with check (member_id = ${ownMember})`,
  'alter table policy add slip_with_password boolean not null default false',
]

const statementsBack = ['alter table policy drop slip_with_password', 'drop table reissue_handovers']
