import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import { writeSlip, type SlipFacts } from '../../src-main/services/slip-document.ts'

export const slipPassword = 'mXacknvU7Qwe'

export const slipRecord: ReissueRecord = {
  reissueId: '018f6f2e-7f4b-7c7a-9a43-2f6f1f0c9a10',
  userId: 'EJUM128951TST0020001',
  loginId: 'CZ021017',
  userName: 'テスト テスト2',
  memberId: 'EJUU128951TST0020000',
  memberName: 'テスト テスト',
  timeZone: 'Asia/Tokyo',
  issuedAt: '2026-11-23T01:00:00.000Z',
  expiresAt: '2026-11-24T14:59:59.999Z',
  issuedBy: { userId: 'EJUM128951TST0020000', loginId: 'WR012739', userName: 'テスト テスト' },
  origin: 'generated',
  state: 'pending',
  handovers: [],
}

export const writeSampleSlip = (facts: Partial<SlipFacts> = {}) =>
  writeSlip({ record: slipRecord, paper: 'A4', language: 'ja', alphabet: 'call-centre', ...facts })
