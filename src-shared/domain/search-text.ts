/**
 * Pairs of a variant character (異体字) and the common one that it is searched as. Names are registered in either form and
 * nobody can hear the difference on the phone. Both directions follow: the key and the searched word are folded alike.
 */
const variantPairs =
  '髙高 﨑崎 嵜崎 碕崎 邉辺 邊辺 齋斎 齊斎 斉斎 澤沢 濱浜 濵浜 嶋島 嶌島 廣広 國国 櫻桜 眞真 惠恵 條条 瀧滝 龍竜 將将 實実 德徳 榮栄 圓円 ' +
  '學学 會会 寶宝 壽寿 應応 鐵鉄 氣気 來来 爲為 狹狭 萬万 禮礼 稻稲 藏蔵 與与 豐豊 遙遥 渕淵 曾曽 薗園 冨富 峯峰 𠮷吉 槇槙 巖巌 檜桧 籠篭 ' +
  '舘館 凜凛 橫横 靜静 瀨瀬 淸清 黑黒 聰聡 增増 亞亜 鄕郷 郞郎 綠緑 緖緒 戶戸 內内 吳呉 祿禄 靑青 鷗鴎 彥彦 敎教 薰薫 勳勲 卷巻 桒桑 栁柳 ' +
  '杦杉 舩船 圡土 籔薮 藪薮 埜野 嶽岳 釼剣 劍剣 劔剣 顯顕 晉晋 條条 歷歴 縣県 聲声 芦蘆 莊荘 賴頼 轉転 辨弁 逹達 邨村 鹽塩 鹼鹸 鬪闘 螢蛍 覺覚 ' +
  '讓譲 佛仏 假仮 兒児 劑剤 勵励 圍囲 壞壊 壯壮 孃嬢 寢寝 寬寛 峽峡 巢巣 帶帯 弘弘 從従 慧恵 戀恋 拜拝 收収 數数 晝昼 曉暁 棧桟 樂楽 樣様 橋橋'

const dashes = '-‐‑‒–—―−ー～〜~'

function buildFoldTable(): ReadonlyMap<string, string> {
  const table = new Map<string, string>()
  for (const pair of variantPairs.split(' ')) {
    const [variant, common] = [...pair]
    if (variant !== undefined && common !== undefined && variant !== common) table.set(variant, common)
  }
  // Katakana ァ–ヶ and the iteration marks ヽヾ stand 0x60 above their hiragana.
  for (let code = 0x30a1; code <= 0x30f6; code += 1)
    table.set(String.fromCharCode(code), String.fromCharCode(code - 0x60))
  for (const code of [0x30fd, 0x30fe]) table.set(String.fromCharCode(code), String.fromCharCode(code - 0x60))
  // Long vowel marks and dashes of every kind are typed for one another.
  for (const dash of dashes.slice(1)) table.set(dash, '-')
  return table
}

/** Character by character, what folding maps after NFKC and lower case; the database function is made from the same table. */
export const foldTable: ReadonlyMap<string, string> = buildFoldTable()

/**
 * The key under which text is searched: without regard to case, width, kana, common variant characters, dashes and blanks
 * (U1, U2). Idempotent for every script that names are written in (loose accents may join a letter the second time). The
 * database folds by itself in SQL with the same table; this one serves lists held in memory.
 */
export function foldSearchText(text: string): string {
  const normalized = text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')
  return [...normalized].map((character) => foldTable.get(character) ?? character).join('')
}

/**
 * The words of a search condition, split at blanks of any width and folded; all of them must be found. Each is named once:
 * a hundred times the same would be looked for in every row a hundred times.
 */
export function splitSearchWords(condition: string): string[] {
  const words = condition
    .normalize('NFKC')
    .split(/\s+/u)
    .map(foldSearchText)
    .filter((word) => word !== '')
  return [...new Set(words)]
}
