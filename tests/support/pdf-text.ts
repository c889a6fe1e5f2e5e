import { inflateSync } from 'node:zlib'

/** Glyphs are numbers; a font’s table tells which characters they are. */
interface Font {
  readonly digits: number
  readonly characters: ReadonlyMap<number, string>
}

/** The text of a PDF as Chromium writes it, in NFKC (fonts share the glyphs of look-alikes), its pieces without a space between. */
export function readPdfText(pdf: Uint8Array): string {
  const file = Buffer.from(pdf).toString('latin1')
  const objects = new Map<string, string>()
  for (const [, id = '', body = ''] of file.matchAll(/^(\d+) 0 obj\r?\n([^]*?)\r?\nendobj/gm)) objects.set(id, body)
  const streamOf = (id: string): string => {
    const [, bytes = ''] = /stream\r?\n([^]*)\r?\nendstream/.exec(objects.get(id) ?? '') ?? []
    return inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1')
  }
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b/.test(body))
  return pages
    .map((page) => {
      const [, list = ''] = /\/Font <<([^>]*)>>/.exec(page) ?? []
      const fonts = new Map(
        [...list.matchAll(/\/(\S+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [
          name,
          readFont(objects.get(id), streamOf),
        ]),
      )
      return readContent(streamOf(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? ''), fonts)
    })
    .join('\n')
    .normalize('NFKC')
}

function readFont(body = '', streamOf: (id: string) => string): Font {
  const table = streamOf(/\/ToUnicode (\d+) 0 R/.exec(body)?.[1] ?? '')
  const characters = new Map<number, string>()
  const put = (code: number, hex: string, offset = 0): void => {
    const units = hex.match(/.{4}/g)?.map((unit) => Number.parseInt(unit, 16)) ?? []
    units.push((units.pop() ?? 0) + offset)
    characters.set(code, String.fromCharCode(...units))
  }
  for (const [, block = ''] of table.matchAll(/beginbfchar([^]*?)endbfchar/g))
    for (const [, code = '', hex = ''] of block.matchAll(/<(\w+)> <(\w+)>/g)) put(Number.parseInt(code, 16), hex)
  for (const [, block = ''] of table.matchAll(/beginbfrange([^]*?)endbfrange/g))
    for (const [, from = '', to = '', hex = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      const [first, last] = [Number.parseInt(from, 16), Number.parseInt(to, 16)]
      for (let code = first; code <= last; code += 1) put(code, hex, code - first)
    }
  return { digits: /Subtype \/Type0/.test(body) ? 4 : 2, characters }
}

function readContent(content: string, fonts: ReadonlyMap<string, Font>): string {
  let font: Font | undefined
  let text = ''
  for (const [, name, glyphs] of content.matchAll(/\/(\S+) \S+ Tf|<([0-9A-Fa-f]+)>/g)) {
    if (name !== undefined) font = fonts.get(name)
    const codes = glyphs?.match(new RegExp(`.{${font?.digits ?? 2}}`, 'g')) ?? []
    text += codes.map((code) => font?.characters.get(Number.parseInt(code, 16)) ?? '').join('')
  }
  return text
}
