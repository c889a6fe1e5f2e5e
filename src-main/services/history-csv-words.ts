import type { HandoverKind } from '../../src-shared/api/handover-kinds.ts'
import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import type { ReissueState } from '../../src-shared/api/reissue-states.ts'
import type { Language } from '../../src-shared/domain/time.ts'

/** The columns of an export, in this order; `asOf` is there when it was read from the copy kept on this machine. */
export const csvColumns = [
  'issuedAt',
  'expiresAt',
  'loginId',
  'userId',
  'userName',
  'memberId',
  'memberName',
  'issuerLoginId',
  'issuerName',
  'state',
  'usedAt',
  'supersededAt',
  'handovers',
  'verified',
  'origin',
  'note',
  'timeZone',
  'asOf',
] as const
export type CsvColumn = (typeof csvColumns)[number]

export interface CsvWords {
  readonly fileName: string
  /** Follows the file’s name when it comes from the copy. */
  readonly offline: string
  readonly fileType: string
  readonly headers: Readonly<Record<CsvColumn, string>>
  readonly states: Readonly<Record<ReissueState, string>>
  readonly handovers: Readonly<Record<HandoverKind, string>>
  readonly origins: Readonly<Record<ReissueRecord['origin'], string>>
  readonly verified: { readonly yes: string; readonly no: string }
  /** Between the words of one cell. */
  readonly joint: string
}

/** An export is read outside of the app, so its words are the main process’s own; those of the states are the screen’s. */
export const csvWords: Readonly<Record<Language, CsvWords>> = {
  ja: {
    fileName: '再発行履歴',
    offline: 'オフライン',
    fileType: 'CSVファイル',
    headers: {
      issuedAt: '再発行日時',
      expiresAt: '有効期限',
      loginId: 'ログインID',
      userId: 'ユーザーID',
      userName: 'ユーザー名',
      memberId: '会員ID',
      memberName: '会員名',
      issuerLoginId: '発行者のログインID',
      issuerName: '発行者名',
      state: '状態',
      usedAt: '使用日時',
      supersededAt: '失効日時',
      handovers: '受け渡し',
      verified: '本人確認',
      origin: '仮パスワードの決め方',
      note: 'メモ',
      timeZone: 'タイムゾーン',
      asOf: '記録の時点',
    },
    states: { pending: '未使用', used: '使用済み', expired: '期限切れ', superseded: '再発行で失効' },
    handovers: { copied: 'コピー', read_aloud: '読み上げ', printed: '印刷', confirmed: '受け取り確認' },
    origins: { generated: '自動生成', edited: '手入力' },
    verified: { yes: 'あり', no: 'なし' },
    joint: '、',
  },
  en: {
    fileName: 'reissue-history',
    offline: 'offline',
    fileType: 'CSV file',
    headers: {
      issuedAt: 'Reissued',
      expiresAt: 'Valid until',
      loginId: 'Login ID',
      userId: 'User ID',
      userName: 'User name',
      memberId: 'Member ID',
      memberName: 'Member name',
      issuerLoginId: 'Issuer’s login ID',
      issuerName: 'Issued by',
      state: 'State',
      usedAt: 'Used',
      supersededAt: 'Replaced',
      handovers: 'Handed over',
      verified: 'Identity verified',
      origin: 'Password chosen',
      note: 'Note',
      timeZone: 'Time zone',
      asOf: 'As of',
    },
    states: { pending: 'Unused', used: 'Used', expired: 'Expired', superseded: 'Replaced' },
    handovers: { copied: 'copied', read_aloud: 'read aloud', printed: 'printed', confirmed: 'confirmed' },
    origins: { generated: 'generated', edited: 'edited' },
    verified: { yes: 'yes', no: 'no' },
    joint: ', ',
  },
}
