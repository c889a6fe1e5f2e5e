import { createSeededRandomInt } from './seeded-random.ts'

const familyNames = (
  '佐藤 鈴木 高橋 髙橋 田中 渡辺 渡邊 渡邉 伊藤 山本 中村 小林 加藤 吉田 𠮷田 山田 佐々木 山口 松本 井上 木村 林 斎藤 齋藤 齊藤 斉藤 清水 山崎 山﨑 森 池田 橋本 阿部 石川 前田 藤田 ' +
  '小川 後藤 岡田 長谷川 村上 近藤 石井 坂本 遠藤 青木 藤井 西村 福田 太田 三浦 岡本 松田 中島 中嶋 中野 原田 小野 田村 竹内 金子 和田 中山 石田 上田 森田 酒井 柴田 宮崎 宮﨑 横山 高木 ' +
  '安藤 宮本 大野 小島 工藤 谷口 今井 高田 増田 丸山 杉山 村田 大塚 新井 平野 藤原 千葉 岩崎 桜井 櫻井 野口 松尾 野村 木下 菊地 佐野 大西 杉本 濱田 浜田 市川 古川 水野 小松 島田 嶋田'
).split(' ')
const givenNames = (
  '太郎 次郎 花子 一郎 健 美咲 翔太 陽菜 大輔 直子 和也 恵子 誠 由美子 隆 久美子 浩 真由美 学 智子 博 裕子 豊 幸子 進 洋子 修 和子 勝 節子 剛 明美 徹 千尋 聡 綾 亮 彩 拓也 舞 ' +
  'さくら あおい ひなた つばさ みどり かおり ゆうき まこと しのぶ あゆみ'
).split(' ')
const kanaNames =
  'タナカ タロウ|サトウ ハナコ|ガルシア マリア|スミス ジョン|ヴァン ダイク|チャン ミンジュ|ｽｽﾞｷ ｲﾁﾛｳ|ﾀｶﾊｼ ｹﾝｼﾞ|ｶﾞﾙｼｱ ﾏﾘｱ|やまだ じろう|たなか はなこ'.split(
    '|',
  )
const latinNames =
  'John Smith|María García|Anne-Marie O’Neill|Ｋｅｎ Ｗａｔａｎａｂｅ|Nguyễn Văn An|Søren Kierkegaard|Zoë Müller|Lee Min-ho'.split(
    '|',
  )
const oddNames = [
  '勅使河原 公一郎左衛門尉藤原朝臣義統',
  'Wolfeschlegelsteinhausenbergerdorff Hubert Blaine',
  '中村 "ナカ" 敏夫',
  '加藤, 美香',
  '山本 100%',
  '佐々木 a_b',
  '小林 C\\D',
  '㈱開発 代表①',
  '鈴木 一朗（旧姓 佐藤）',
]
const companyWords =
  '東都 北斗 サンプル 大洋 みらい 日の出 ｱﾙﾌｧ オメガ 瑞穂 富士見 サクラ 丸栄 中央 三洋 第一 黒潮 はやぶさ 白樺 ＪＰ 国際'.split(
    ' ',
  )
const companyKinds = '商事 工業 物産 電機 製作所 運輸 システム 建設 化学 食品'.split(' ')

export interface GeneratedUsers {
  readonly users: number
  readonly members: number
}

/**
 * A CSV file for `import`, chunk by chunk: always the same for the same numbers. Every member has at least one
 * administrator; about 70 % of the names are kanji with their variants, the rest kana, half-width, Latin, long and odd.
 */
export function* generateUserCsv({ users, members }: GeneratedUsers): Generator<string> {
  const random = createSeededRandomInt(20_261_123)
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => {
    const item = list[random(list.length)]
    if (item === undefined) throw new RangeError('an empty list')
    return item
  }
  const memberNames = Array.from(
    { length: members },
    (_, index) => `${pick(companyWords)}${pick(companyKinds)}${index % 7 === 0 ? '㈱' : ''} ${index + 1}`,
  )
  yield 'memberId,memberName,userId,loginId,userName,role,phone,fax,email,state\n'
  for (let index = 0; index < users; index += 1) {
    const member = index % members
    const number = String(index).padStart(7, '0')
    const isAdministrator = index < members || random(40) === 0
    const loginId = `${isAdministrator ? 'WR' : pick(['CZ', 'CY', 'AB', 'KX'])}${number}`
    yield [
      `GENU${String(member).padStart(7, '0')}`,
      memberNames[member] ?? '',
      `GENM${number}`,
      loginId,
      nameSomebody(random, pick),
      isAdministrator ? 'administrator' : 'staff',
      random(10) < 7 ? `0${random(9) + 1}-${random(9000) + 1000}-${random(9000) + 1000}` : '',
      random(10) < 2 ? `0${random(9) + 1}-${random(9000) + 1000}-${random(9000) + 1000}` : '',
      random(10) < 6 ? `${loginId.toLowerCase()}@example.test` : '',
      random(50) === 0 && index >= members ? 'disabled' : 'active',
    ]
      .map(quoteField)
      .join(',')
      .concat('\n')
  }
}

function nameSomebody(random: (limit: number) => number, pick: <T>(list: readonly T[]) => T): string {
  const kind = random(100)
  if (kind < 70) return `${pick(familyNames)}${pick([' ', '　', ''])}${pick(givenNames)}`
  if (kind < 82) return pick(kanaNames)
  if (kind < 95) return pick(latinNames)
  return pick(oddNames)
}

const quoteField = (field: string): string => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)

if (import.meta.main) {
  const [users = '1000', members = '10'] = process.argv.slice(2)
  let buffered = ''
  for (const text of generateUserCsv({ users: Number(users), members: Number(members) })) {
    buffered += text
    if (buffered.length > 65_536) {
      process.stdout.write(buffered)
      buffered = ''
    }
  }
  process.stdout.write(buffered)
}
