import type { Rules } from '../../src-server/modules/policy/rules.ts'
import type { Caller } from '../../src-server/plugins/request-context.ts'

/** Rules as they are after the migrations, but for editing, which nobody may. */
export const sampleRules: Rules = {
  temporaryPassword: { minLength: 8, maxLength: 32, defaultLength: 12 },
  newPassword: { minLength: 12, maxLength: 128 },
  reissue: { helpdeskMayReissueStaff: false },
  secondPersonForAdministrators: false,
  reauthenticationSeconds: 600,
  operatorReissuesPerHour: 3000,
  securityContactEmail: null,
  offlineReviewDays: 7,
  slipWithPassword: false,
  mayEdit: () => false,
}

const at = new Date('2026-11-23T03:00:00.000Z')

export const sampleAdministrator: Caller = {
  sessionId: 'S',
  userId: 'U',
  loginId: 'L',
  userName: 'N',
  role: 'administrator',
  memberId: 'M',
  memberName: 'MN',
  timeZone: 'Asia/Tokyo',
  mustChangePassword: false,
  isAuditor: false,
  authenticatedAt: at,
  sessionCreatedAt: at,
  sessionExpiresAt: at,
  idleTimeoutSeconds: 900,
  rules: sampleRules,
}
