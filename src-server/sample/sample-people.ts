import type { Role } from '../../src-shared/domain/roles.ts'

export interface SampleMember {
  readonly memberId: string
  readonly memberName: string
  /** What the register holds, so that a verification can be tried; null: nothing on file. */
  readonly address: string | null
  readonly representative: string | null
  readonly contractNumber: string | null
  readonly phone: string | null
}

const nothingOnFile = { address: null, representative: null, contractNumber: null, phone: null }

export const sampleMembers: readonly SampleMember[] = [
  {
    memberId: 'EJUU128951TST0020000',
    memberName: 'テスト テスト',
    address: '東京都千代田区見本町1-2-3',
    representative: '見本 一郎',
    contractNumber: 'TST-0020-001',
    phone: '03-5555-0101',
  },
  {
    memberId: 'EJUU128951TST0030000',
    memberName: 'サンプル商事',
    address: '大阪府大阪市北区例示4-5-6 サンプルビル7階',
    representative: '佐藤 花子',
    contractNumber: 'TST-0030-001',
    phone: '06-5555-0201',
  },
  { memberId: 'OPER000000TST0000000', memberName: 'ヘルプデスク', ...nothingOnFile },
]

/** `active`: a password of their own; `none`: never had one; `temporary`, `expired`: reissued just now, or days ago. */
export type SampleState = 'active' | 'none' | 'temporary' | 'expired' | 'disabled'

export interface SamplePerson {
  readonly memberId: string
  readonly userId: string
  readonly loginId: string
  readonly userName: string
  readonly role: Role
  readonly state: SampleState
  readonly phone: string | null
  readonly fax: string | null
  readonly email: string | null
  /** Whether the password is told at the first start. */
  readonly isShown: boolean
}

const [portalMember, tradingMember, deskMember] = [
  'EJUU128951TST0020000',
  'EJUU128951TST0030000',
  'OPER000000TST0000000',
] as const

/** The two users of the seed, whose contact fields are empty there, an administrator with staff, and the helpdesk. */
const accounts: readonly SamplePerson[] = [
  account(portalMember, 'EJUM128951TST0020000', 'WR012739', 'テスト テスト', 'administrator', '03-5555-0100'),
  account(portalMember, 'EJUM128951TST0020001', 'CZ021017', 'テスト テスト2', 'staff', null),
  account(tradingMember, 'EJUM128951TST0030000', 'WR020001', '佐藤 花子', 'administrator', '03-5555-0200'),
  account(deskMember, 'OPEM000000TST0000001', 'HD000001', '窓口 太郎', 'helpdesk', '03-5555-0900'),
]

function account(
  memberId: string,
  userId: string,
  loginId: string,
  userName: string,
  role: Role,
  phone: string | null,
): SamplePerson {
  const contact = { phone, fax: null, email: phone === null ? null : `${loginId.toLowerCase()}@sample.example` }
  return { memberId, userId, loginId, userName, role, state: 'active', ...contact, isShown: true }
}

/** Kanji with variants, kana, half-width kana, Latin and long names: every way in which a name can be hard to search. */
const staffNames =
  '田中 太郎|髙橋 一郎|高橋 次郎|齋藤 美咲|斎藤 健|齊藤 直子|渡邊 剛|渡辺 真由美|𠮷田 和也|吉田 恵子|﨑山 大輔|濱田 さくら|サトウ ケンジ|ｽｽﾞｷ ｲﾁﾛｳ|ｶﾞﾙｼｱ ﾏﾘｱ|たなか はなこ|' +
  'やまだ じろう|John Smith|Anne-Marie O’Neill|Ｋｅｎ Ｗａｔａｎａｂｅ|María García|林|森 蘭|小鳥遊 つばさ|勅使河原 公一郎|長宗我部 菊千代丸|伊集院 光太郎左衛門|' +
  'ヴァン・デル・ベルク ヨハネス|Wolfeschlegelsteinhausenbergerdorff Hubert Blaine|五十嵐 ＡＢＣ|㈱サンプル 代表窓口|営業部 共用ＩＤ①|山本 100%|佐々木 a_b|小林 C\\D|' +
  '鈴木 一朗（旧姓 佐藤）|中村 "ナカ" 敏夫|加藤, 美香|大野ー次郎|島﨑 遥'

/** Every eighth of a kind; the first is plainly active. */
const staffStates: readonly SampleState[] = [
  'active',
  'active',
  'temporary',
  'active',
  'expired',
  'active',
  'disabled',
  'none',
]

function tradingStaff(): SamplePerson[] {
  return staffNames.split('|').map((userName, index) => {
    const number = String(index + 1).padStart(4, '0')
    return {
      memberId: tradingMember,
      userId: `EJUM128951TST003${number}`,
      loginId: `CZ03${number}`,
      userName,
      role: 'staff',
      state: staffStates[index % staffStates.length] ?? 'active',
      phone: index % 3 === 0 ? null : `03-5555-${number}`,
      fax: index % 4 === 0 ? `03-5556-${number}` : null,
      email: index % 5 === 0 ? null : `staff${number}@sample.example`,
      isShown: false,
    }
  })
}

export const samplePeople: readonly SamplePerson[] = [...accounts, ...tradingStaff()]
