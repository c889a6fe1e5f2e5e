import type { Kysely } from 'kysely'
import { policyRoutes } from '../../../src-shared/api/policy.ts'
import type { Tables } from '../../database/tables.ts'
import type { RegisterRoute } from '../../plugins/register-route.ts'
import type { PolicyService } from './policy-service.ts'

export function registerPolicyRoutes(register: RegisterRoute, db: Kysely<Tables>, policy: PolicyService): void {
  register('readPolicy', policyRoutes.readPolicy, ({ caller }) => policy.describeFor(db, caller))
}
