import type { ActProfile } from './page/profile-acts.ts'
import type { ShownPlan } from './server/explain-statements.ts'
import type { RequestProfile } from './server/profile-requests.ts'
import type { StartProfile } from './start/profile-start.ts'

/** What one run brought. */
export interface ProfileRun {
  readonly at: string
  /** Of the last minute, at the start and at the end. */
  readonly load: readonly [number, number]
  /** How many users the server had. */
  readonly users: number
  readonly requests: readonly RequestProfile[]
  readonly plans: readonly ShownPlan[]
  readonly acts: readonly ActProfile[]
  readonly start: StartProfile
}
