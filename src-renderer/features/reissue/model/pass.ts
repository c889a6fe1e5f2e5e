import type { Verification } from '../../../../src-shared/api/verifications.ts'

/** The helpdesk’s passed verification, which a reissue uses up. */
export type Pass = Pick<Verification, 'verificationId' | 'passExpiresAt'>
