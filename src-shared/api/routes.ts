import { auditRoutes } from './audit.ts'
import { policyRoutes } from './policy.ts'
import { reissueRoutes } from './reissues.ts'
import { statisticsRoutes } from './reissue-statistics.ts'
import { sessionRoutes } from './sessions.ts'
import { userRoutes } from './users.ts'
import { verificationRoutes } from './verifications.ts'

/** The whole HTTP contract, version 1, by operation. */
export const routes = {
  ...sessionRoutes,
  ...policyRoutes,
  ...userRoutes,
  ...reissueRoutes,
  ...statisticsRoutes,
  ...verificationRoutes,
  ...auditRoutes,
}
export type Routes = typeof routes
export type Operation = keyof Routes
