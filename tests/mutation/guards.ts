export interface Guard {
  readonly source: string
  /** Tests without a server or a database, so that a mutant takes a second. */
  readonly tests: readonly string[]
}

const modules = 'tests/unit/server/modules'

/** Where a small slip lets somebody in: a change that no test notices must not be possible here (R11). */
export const guards: readonly Guard[] = [
  { source: 'src-shared/domain/permissions.ts', tests: ['tests/unit/shared/domain/permissions.test.ts'] },
  { source: 'src-server/plugins/authentication.ts', tests: ['tests/unit/server/plugins/authentication.test.ts'] },
  {
    source: 'src-server/modules/reissues/reissue-policy.ts',
    tests: [`${modules}/policies.test.ts`, `${modules}/reissue-policy.test.ts`],
  },
  {
    source: 'src-server/modules/verifications/verification-policy.ts',
    tests: [`${modules}/verification-policy.test.ts`],
  },
  { source: 'src-server/modules/verifications/fact-policy.ts', tests: [`${modules}/verification-policy.test.ts`] },
  { source: 'src-server/modules/sessions/session-policy.ts', tests: [`${modules}/policies.test.ts`] },
  { source: 'src-server/modules/sessions/login-policy.ts', tests: [`${modules}/policies.test.ts`] },
  {
    source: 'src-server/modules/users/user-policy.ts',
    tests: [`${modules}/policies.test.ts`, `${modules}/user-warnings.test.ts`],
  },
  { source: 'src-server/modules/sessions/step-up-policy.ts', tests: [`${modules}/step-up-policy.test.ts`] },
]
