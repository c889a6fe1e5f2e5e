import { policyRoutes } from '../../../src-shared/api/policy.ts'
import type { RegisterRoute } from '../../plugins/register-route.ts'
import { describePolicy } from './policy-service.ts'

export function registerPolicyRoutes(register: RegisterRoute): void {
  register('readPolicy', policyRoutes.readPolicy, async ({ caller }) => describePolicy(caller))
}
