import type { StartedVerification, Verification } from '../../src-shared/api/verifications.ts'
import type { Policy } from '../../src-shared/api/policy.ts'
import type { ReissueDay } from '../../src-shared/api/reissue-statistics.ts'
import type { ReissueReceipt, ReissueRecord } from '../../src-shared/api/reissues.ts'
import type { Session, SessionUser } from '../../src-shared/api/sessions.ts'
import type { UserDetail, UserSummary } from '../../src-shared/api/users.ts'
import type { AppInfo, SessionView, OfflineHistoryView } from '../../src-shared/ipc/contract.ts'
import type { ConnectionView, ServerCheck, ServerView } from '../../src-shared/ipc/server-schema.ts'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'

export const member = { memberId: 'EJUU128951TST0020000', memberName: 'テスト テスト' }

export const administrator: SessionUser = {
  ...member,
  userId: 'EJUM128951TST0020000',
  loginId: 'WR012739',
  userName: 'テスト テスト',
  role: 'administrator',
}

export const staff: SessionUser = {
  ...member,
  userId: 'EJUM128951TST0020001',
  loginId: 'CZ021017',
  userName: 'テスト テスト2',
  role: 'staff',
}

export const helpdesk: SessionUser = {
  memberId: 'OPER000000TST0000000',
  memberName: 'ヘルプデスク',
  userId: 'OPEM000000TST0000001',
  loginId: 'HD000001',
  userName: '窓口 太郎',
  role: 'helpdesk',
}

export function sessionOf(user: SessionUser, mustChangePassword = false): Session {
  return {
    sessionId: 'session-1',
    user,
    mustChangePassword,
    createdAt: '2026-11-23T00:00:00.000Z',
    idleTimeoutSeconds: 600,
    expiresAt: '2026-11-23T12:00:00.000Z',
  }
}

export const loggedOut: SessionView = { session: null, locked: false, isOffline: false }
export const loggedIn = (user: SessionUser, mustChangePassword = false): SessionView => ({
  session: sessionOf(user, mustChangePassword),
  locked: false,
  isOffline: false,
})

export const info: AppInfo = {
  version: '0.1.0',
  host: 'chromium',
  storage: 'keychain',
  serverUrl: 'http://127.0.0.1:41777',
  trial: {
    accounts: [
      { ...administrator, role: 'administrator', password: 'sample-password-1' },
      { ...staff, role: 'staff', password: 'sample-password-2' },
      { ...helpdesk, role: 'helpdesk', password: 'sample-password-3' },
    ],
  },
}

export const settings: Settings = {
  language: 'ja',
  theme: 'light',
  clipboardSeconds: 60,
  autoLockMinutes: 10,
  hideOnBlur: false,
  verbalAlphabet: 'call-centre',
  speaksAloud: false,
  passwordLength: null,
  density: 'comfortable',
}

export const server: ServerView = {
  kind: 'trial',
  url: 'http://127.0.0.1:41777',
  isLocked: false,
  mayTryHere: true,
  certificate: null,
}
export const connection: ConnectionView = {
  state: 'connected',
  reason: null,
  since: '2026-11-23T00:00:00.000Z',
  clockSkewMs: 0,
}
export const connectionIs = (state: ConnectionView['state']): ConnectionView => ({
  ...connection,
  state,
  reason: state === 'unreachable' ? 'server_down' : null,
})
export const usableServer: ServerCheck = {
  url: 'https://desk.example',
  outcome: 'usable',
  certificate: null,
  previousFingerprint: null,
  clockSkewMs: 0,
}
export const offlineHistory: OfflineHistoryView = { kept: 'disk', entries: 0, asOf: null, keptUntil: null }
export const diagnostics = { fileName: 'saihakko-desk-diagnostics.txt', text: 'version 0.1.0' }

export const policy: Policy = {
  temporaryPassword: {
    minLength: 10,
    maxLength: 32,
    defaultLength: 12,
    alphabet: 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789',
    validityRule: 'end_of_next_day',
    timeZone: 'Asia/Tokyo',
    editable: true,
  },
  newPassword: { minLength: 15, maxLength: 64 },
  helpdeskMayReissueStaff: false,
  secondPersonForAdministrators: false,
  reauthenticationSeconds: 600,
  slipWithPassword: false,
  offlineReviewDays: 30,
  verificationFacts: ['address', 'representative', 'contractNumber', 'phone'],
}

/** What the seed's sheet shows: two users of one member. */
export const seedUsers: readonly UserSummary[] = [
  { ...administrator, state: 'active', passwordState: 'active' },
  { ...staff, state: 'active', passwordState: 'active' },
]

/** `count` staff of one member, in every state. */
export function manyUsers(count: number): UserSummary[] {
  const states = ['active', 'temporary', 'expired', 'none'] as const
  return Array.from({ length: count }, (_, index) => ({
    ...member,
    userId: `EJUM128951TST${String(index).padStart(7, '0')}`,
    loginId: `CZ${String(index).padStart(6, '0')}`,
    userName: `担当 ${index + 1}`,
    role: 'staff',
    state: index % 7 === 6 ? 'disabled' : 'active',
    passwordState: states[index % 4] ?? 'active',
  }))
}

export function detailOf(user: UserSummary, change: Partial<UserDetail> = {}): UserDetail {
  return {
    ...user,
    phone: null,
    fax: null,
    email: null,
    timeZone: 'Asia/Tokyo',
    permissions: { reissue: user.role === 'staff' ? true : { code: 'helpdesk_required' } },
    warnings: [],
    ...change,
  }
}

export const suggestedPassword = 'mXacknvU7Qwe'
export const reissueId = '018f6f2e-7f4b-7c7a-9a43-2f6f1f0c9a10'

export function receiptOf(user: Pick<UserSummary, 'userId' | 'loginId'>): ReissueReceipt {
  return {
    reissueId,
    userId: user.userId,
    loginId: user.loginId,
    issuedAt: '2026-11-23T01:00:00.000Z',
    expiresAt: '2026-11-24T14:59:59.999Z',
    issuedBy: administrator,
    origin: 'generated',
  }
}

/** The one that is open has been handed over in every way; the others tell what became of them. */
const recordFacts: readonly (Partial<ReissueRecord> & Pick<ReissueRecord, 'state'>)[] = [
  {
    state: 'pending',
    note: '電話で依頼',
    handovers: [
      { kind: 'copied', at: '2026-11-23T01:01:10.000Z' },
      { kind: 'read_aloud', at: '2026-11-23T01:02:00.000Z' },
      { kind: 'printed', at: '2026-11-23T01:03:30.000Z' },
      { kind: 'confirmed', at: '2026-11-23T01:04:15.000Z' },
    ],
  },
  {
    state: 'used',
    origin: 'edited',
    verificationId: '3d0f8a52-7d2f-4b53-9d4b-6f2f0a3c9e11',
    usedAt: '2026-11-23T02:10:00.000Z',
    handovers: [{ kind: 'read_aloud', at: '2026-11-23T01:02:00.000Z' }],
  },
  { state: 'expired', issuedAt: '2026-11-20T01:00:00.000Z', expiresAt: '2026-11-21T14:59:59.999Z' },
  {
    state: 'superseded',
    issuedAt: '2026-11-19T08:30:00.000Z',
    expiresAt: '2026-11-20T14:59:59.999Z',
    supersededAt: '2026-11-20T01:00:00.000Z',
    handovers: [{ kind: 'copied', at: '2026-11-19T08:31:00.000Z' }],
  },
]

export const reissueRecords: readonly ReissueRecord[] = recordFacts.map((facts, index) => ({
  ...receiptOf(staff),
  ...member,
  reissueId: `018f6f2e-7f4b-7c7a-9a43-2f6f1f0c9a1${index + 1}`,
  userName: staff.userName,
  timeZone: 'Asia/Tokyo',
  handovers: [],
  ...facts,
}))

/** Three days of reissues in every state. */
export const reissueDays: readonly ReissueDay[] = [
  { day: '2026-11-21', pending: 0, used: 5, expired: 1, superseded: 0 },
  { day: '2026-11-22', pending: 0, used: 2, expired: 0, superseded: 1 },
  { day: '2026-11-23', pending: 3, used: 1, expired: 0, superseded: 0 },
]

/** What a caller has to say for a match, in every question. */
export const rightAnswer = 'as registered'

export const startedVerification: StartedVerification = {
  verificationId: '3d0f8a52-7d2f-4b53-9d4b-6f2f0a3c9e11',
  callbackNumbers: [
    { id: 'member', masked: '***-****-0020' },
    { id: 'user', masked: '***-****-2739' },
  ],
  facts: [
    { fact: 'address', label: 'Address' },
    { fact: 'representative', label: 'Representative' },
    { fact: 'contractNumber', label: 'Contract number' },
  ],
  attemptsLeft: 3,
  expiresAt: '2026-11-23T03:15:00.000Z',
}

export const verificationOf = (
  state: 'passed' | 'failed' | 'suspicious',
  approval: Verification['approval'] = 'not_needed',
): Verification => ({
  verificationId: startedVerification.verificationId,
  userId: administrator.userId,
  loginId: administrator.loginId,
  userName: administrator.userName,
  memberId: administrator.memberId,
  memberName: administrator.memberName,
  timeZone: 'Asia/Tokyo',
  operator: { userId: helpdesk.userId, loginId: helpdesk.loginId, userName: helpdesk.userName },
  state,
  startedAt: '2026-11-23T03:00:00.000Z',
  concludedAt: '2026-11-23T03:05:00.000Z',
  ...(state === 'passed' ? { passExpiresAt: '2026-11-23T03:20:00.000Z' } : {}),
  approval,
  used: false,
})
