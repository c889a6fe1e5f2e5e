import { policyRoutes } from '../../../src-shared/api/policy.ts'
import type { ScopedDatabases } from '../../database/scoped-databases.ts'
import type { RegisterRoute } from '../../plugins/register-route.ts'
import type { PolicyService } from './policy-service.ts'

export function registerPolicyRoutes(register: RegisterRoute, databases: ScopedDatabases, policy: PolicyService): void {
  register('readPolicy', policyRoutes.readPolicy, ({ caller }) => policy.describeFor(databases.of(caller), caller))
}
