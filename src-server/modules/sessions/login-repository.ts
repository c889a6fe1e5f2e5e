import { sql, type Kysely } from 'kysely'
import { keepQuery } from '../../database/keep-query.ts'
import { keptPrepared } from '../../database/kept-statements.ts'
import type { Tables } from '../../database/tables.ts'
import type { CredentialRecord, UserRecord } from '../users/account-service.ts'

export type LoginUser = Pick<
  UserRecord,
  'memberId' | 'memberName' | 'userId' | 'loginId' | 'userName' | 'role' | 'state'
>

/** Whose a login ID is. */
export interface LoginFinding {
  /** The login ID in the form that its account is looked up by: the database’s own, since another folding could differ. */
  readonly loginIdKey: string
  readonly user: LoginUser | undefined
  /** Undefined for nobody, and for whoever’s password lives elsewhere or nowhere. */
  readonly credential: CredentialRecord | undefined
}

type FoundRow = { readonly loginIdKey: string } & (
  { readonly userId: null } | (LoginUser & ({ readonly verifier: null } | CredentialRecord))
)

const find = keepQuery<{ loginId: string }, FoundRow>((db, value) =>
  sql<FoundRow>`
    select typed.key as "loginIdKey", u.member_id as "memberId", m.member_name as "memberName", u.user_id as "userId",
      u.login_id as "loginId", u.user_name as "userName", u.role, u.state, c.kind, c.verifier, c.expires_at as "expiresAt",
      c.reissue_id as "reissueId"
    from (select search_key(${value('loginId')}::text) as key) typed
    left join users u on u.login_id_key = typed.key
    left join members m on m.member_id = u.member_id
    left join credentials c on c.member_id = u.member_id and c.user_id = u.user_id ${keptPrepared}`.compile(db),
)

/** One statement for everybody and for nobody. `loginId` as typed. */
export async function findLogin(db: Kysely<Tables>, loginId: string): Promise<LoginFinding> {
  const [row] = await find(db, { loginId })
  if (!row || row.userId === null) return { loginIdKey: row?.loginIdKey ?? '', user: undefined, credential: undefined }
  const { memberId, memberName, userId, userName, role, state } = row
  // Nothing but the finding’s own part has the verifier: users get into the audit.
  const user = { memberId, memberName, userId, loginId: row.loginId, userName, role, state }
  return { loginIdKey: row.loginIdKey, user, credential: row.verifier === null ? undefined : row }
}
