/** What a search in the product has to find, whatever store the users come from: as in tests/integration/database/user-search.test.ts. */
export const goldenSearches: readonly {
  readonly field: 'userName' | 'loginId'
  readonly text: string
  readonly finds: readonly string[]
}[] = [
  { field: 'userName', text: '高橋', finds: ['U-001', 'U-002'] },
  { field: 'userName', text: '髙橋', finds: ['U-001', 'U-002'] },
  { field: 'userName', text: '斎藤', finds: ['U-005'] },
  { field: 'userName', text: '吉田', finds: ['U-006'] },
  ...['てすと', 'テスト', 'ﾃｽﾄ'].map((text) => ({ field: 'userName', text, finds: ['U-003'] }) as const),
  ...['wr012', 'ＷＲ０12', 'Wr012'].map((text) => ({ field: 'loginId', text, finds: ['U-001'] }) as const),
  { field: 'userName', text: '高', finds: ['U-001', 'U-002', 'U-007'] },
  { field: 'userName', text: '%', finds: ['U-004'] },
  { field: 'userName', text: '_', finds: ['U-004'] },
  { field: 'userName', text: '\\', finds: ['U-004'] },
  { field: 'loginId', text: '_00%', finds: ['U-004'] },
  { field: 'userName', text: "'; drop table users --", finds: [] },
  { field: 'userName', text: '橋 花', finds: ['U-002'] },
  { field: 'userName', text: '花　高橋', finds: ['U-002'] },
  { field: 'userName', text: 'wr0', finds: [] },
  { field: 'userName', text: '高郎', finds: [] },
]

/** What a directory finds by itself in one member: without the product’s fold, in any field. */
export const directSearches: readonly {
  readonly member: 'M-A' | 'M-B'
  readonly text: string
  readonly finds: readonly string[]
}[] = [
  { member: 'M-A', text: '太郎', finds: ['U-001'] },
  { member: 'M-A', text: 'wr0127', finds: ['U-001'] },
  { member: 'M-A', text: 'U-00', finds: ['U-001', 'U-002', 'U-003', 'U-004', 'U-008'] },
  { member: 'M-A', text: '高橋', finds: ['U-002'] },
  { member: 'M-A', text: 'ﾃｽﾄ', finds: ['U-003'] },
  { member: 'M-A', text: '100% a_b', finds: ['U-004'] },
  { member: 'M-A', text: 'C\\D', finds: ['U-004'] },
  { member: 'M-A', text: '*(仮)', finds: ['U-008'] },
  { member: 'M-A', text: 'JÜRGEN', finds: ['U-008'] },
  { member: 'M-A', text: '直子', finds: [] },
  { member: 'M-A', text: '外子', finds: [] },
  { member: 'M-B', text: '直子', finds: ['U-005'] },
  { member: 'M-B', text: '𠮷田', finds: ['U-006'] },
  { member: 'M-B', text: '橋高', finds: ['U-007'] },
  { member: 'M-B', text: '太郎', finds: [] },
]
