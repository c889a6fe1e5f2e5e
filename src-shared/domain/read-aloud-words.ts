/** The words of one spelling alphabet, A to Z. */
export type LetterWords = Readonly<Record<string, string>>

const fromAToZ = (words: string): LetterWords =>
  Object.fromEntries(words.split(' ').map((word, index) => [String.fromCodePoint(65 + index), word]))

/**
 * ICAO Annex 10, volume II, 5.2.1.3 (the NATO alphabet), in its official spelling; the katakana are those of the 欧文通話表
 * in 無線局運用規則 別表第5号.
 */
const natoEnglish = fromAToZ(
  'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu',
)
const natoJapanese = fromAToZ(
  'アルファ ブラボー チャーリー デルタ エコー フォックストロット ゴルフ ホテル インディア ジュリエット キロ リマ マイク ノベンバー オスカー パパ ケベック ロメオ シエラ タンゴ ユニフォーム ビクター ウイスキー エックスレイ ヤンキー ズール',
)

/**
 * アメリカのA, as Japanese call centres say it. There is no standard; of the words in use these are the ones that begin and
 * sound unlike each other (ラジオ and not ローマ beside ロンドン, ハワイ and not ホンコン beside it, ナゴヤ and not ニッポン beside
 * ジャパン). No baseball teams: ジャイアンツ and タイガース annoy whoever is for the other.
 */
const callCentreJapanese = fromAToZ(
  'アメリカ ブラジル チャイナ デンマーク エジプト フランス ゴルフ ハワイ イタリア ジャパン キング ロンドン メキシコ ナゴヤ オリンピック ポルトガル クイーン ラジオ スペイン トウキョウ ユニフォーム ビクトリー ワシントン エックス線 ヨコハマ ゼブラ',
)

/** The everyday words of the APCO list (1940), after those that Western Union and the Bell operators used on the phone. */
const callCentreEnglish = fromAToZ(
  'Adam Boy Charles David Edward Frank George Henry Ida John King Lincoln Mary Nora Ocean Paul Queen Robert Sam Tom Union Victor William X-ray Young Zebra',
)

export const letterWords = {
  ja: { 'call-centre': callCentreJapanese, nato: natoJapanese },
  en: { 'call-centre': callCentreEnglish, nato: natoEnglish },
} as const

/**
 * 7 is なな and never しち, which is taken for いち; 4 is よん and never し, taken for に or しち; 9 is きゅう and never く: as the
 * 和文通話表 in 無線局運用規則 別表第5号 has it. Its ひと and まる mean nothing to a caller: 1 and 0 are as in everyday speech.
 */
export const digitWords = {
  ja: ['ぜろ', 'いち', 'に', 'さん', 'よん', 'ご', 'ろく', 'なな', 'はち', 'きゅう'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
} as const

/** The names of the letters themselves, for a voice: engines read a lone Latin letter in the middle of Japanese badly. */
export const letterNamesJapanese = fromAToZ(
  'エー ビー シー ディー イー エフ ジー エイチ アイ ジェイ ケー エル エム エヌ オー ピー キュー アール エス ティー ユー ブイ ダブリュー エックス ワイ ゼット',
)

export const kindWords = {
  ja: { upper: '大文字', lower: '小文字', digit: '数字' },
  en: { upper: 'capital', lower: 'small', digit: 'digit' },
} as const
