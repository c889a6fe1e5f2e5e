/** Elements of a picture as text; the pictures are read by people and by nothing that draws them again. */
export interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly size?: number
  readonly weight?: 'bold'
  readonly fill?: string
  /** Keeps it readable where lines cross it. */
  readonly hasHalo?: boolean
}

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const number = (value: number): string => String(Math.round(value * 10) / 10)

export function drawText(x: number, y: number, text: string, style: TextStyle = {}): string {
  const { anchor = 'start', size = 12, weight, fill = palette.ink, hasHalo = false } = style
  const bold = weight ? ` font-weight="${weight}"` : ''
  const halo = hasHalo ? ` stroke="${palette.ground}" stroke-width="3" paint-order="stroke"` : ''
  return `<text x="${number(x)}" y="${number(y)}" font-size="${size}" text-anchor="${anchor}" fill="${fill}"${bold}${halo}>${escapeText(text)}</text>`
}

export const drawBox = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${number(x)}" y="${number(y)}" width="${number(Math.max(0, width))}" height="${number(height)}" fill="${fill}"/>`

export const drawLine = (x1: number, y1: number, x2: number, y2: number, stroke: string, dash = ''): string =>
  `<line x1="${number(x1)}" y1="${number(y1)}" x2="${number(x2)}" y2="${number(y2)}" stroke="${stroke}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`

/** Parts that tell something when they are pointed at. */
export const drawTitled = (title: string, parts: readonly string[]): string =>
  `<g><title>${escapeText(title)}</title>${parts.join('')}</g>`

/** On a ground of its own, so that it can be read on a dark page as well. */
export function drawPicture(title: string, width: number, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" width="${number(width)}" height="${number(height)}" role="img" font-family="system-ui, 'Segoe UI', 'Noto Sans JP', sans-serif">`,
    `<title>${escapeText(title)}</title>`,
    `<rect width="100%" height="100%" rx="6" fill="${palette.ground}"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

/** Told apart by lightness as well as by hue; the first four are what bars are filled with, in the order of their use. */
export const palette = {
  ground: '#fbfaf8',
  ink: '#242424',
  faint: '#616161',
  grid: '#e1dfdd',
  band: '#f2e3c6',
  goal: '#a4262c',
  own: '#0f5a8c',
  second: '#4f9bd0',
  third: '#9fcbe8',
  fourth: '#d3e6f3',
  floor: '#8a8886',
  peer: '#c19c00',
} as const
