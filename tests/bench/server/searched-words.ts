export interface SearchedWord {
  readonly kind: string
  readonly field: 'userId' | 'loginId' | 'userName'
  readonly word: string
}

const words = (kind: string, field: SearchedWord['field'], ...list: readonly string[]): readonly SearchedWord[] =>
  list.map((word) => ({ kind, field, word }))

/** Latin, digits, one to four kanji, kana of three kinds, no hit, and a sign that SQL would read as a wildcard. */
export const searchedWords: readonly SearchedWord[] = [
  ...words('Latin', 'userName', 'smith', 'an'),
  ...words('Latin', 'loginId', 'wr0'),
  ...words('digits', 'loginId', '9912'),
  ...words('digits', 'userId', '0001234'),
  ...words('1 kanji', 'userName', '高'),
  ...words('2 kanji', 'userName', '髙橋'),
  ...words('3 kanji', 'userName', '佐々木'),
  ...words('4 kanji', 'userName', '勅使河原'),
  ...words('kana', 'userName', 'タナカ', 'ｽｽﾞｷ', 'さくら'),
  ...words('no hit', 'userName', '畑中', 'zzqq'),
  ...words('%', 'userName', '100%'),
]

/** Besides the 15: one letter that a tenth of all names have, and a digit that a third of all login IDs have. */
export const shortWords: readonly SearchedWord[] = [
  ...words('1 letter', 'userName', 'a'),
  ...words('1 digit', 'loginId', '9'),
]
