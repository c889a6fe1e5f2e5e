import type { Paper } from '../ports/slip-printer-port.ts'

/** What differs between the papers. Lengths in mm, the base size of the letters in pt. */
const measures: Readonly<Record<Paper, { margin: string; base: string; gap: string; box: string; secret: string }>> = {
  A4: { margin: '20mm 20mm 18mm', base: '11pt', gap: '7mm', box: '8.4mm', secret: '27pt' },
  A5: { margin: '9mm 11mm 7mm', base: '8.3pt', gap: '3.4mm', box: '6.2mm', secret: '18pt' },
}

/** The style of a slip: black on white with one rule of colour, so that it also comes well out of a plain printer. */
export function writeSlipStyle(paper: Paper): string {
  const { margin, base, gap, box, secret } = measures[paper]
  return `
@font-face { font-family: 'Slip Mono'; font-weight: 400; src: url('/mono-400.woff2') format('woff2'); }
@font-face { font-family: 'Slip Mono'; font-weight: 700; src: url('/mono-700.woff2') format('woff2'); }
@page { size: ${paper}; margin: 0; }
* { box-sizing: border-box; margin: 0; padding: 0; }
html { font-size: ${base}; }
body {
  display: flex; flex-direction: column; gap: ${gap}; min-height: 100vh; padding: ${margin};
  color: #1a1a1a; background: #fff; line-height: 1.5; overflow-wrap: anywhere; word-break: auto-phrase; text-wrap: pretty; print-color-adjust: exact;
  font-family: 'Yu Gothic UI', 'Yu Gothic', Meiryo, 'Hiragino Sans', 'Noto Sans CJK JP', 'Noto Sans JP', sans-serif;
}
header { border-top: 1.2mm solid #0f548c; padding-top: 3mm; }
.kind { color: #0f548c; font-weight: 700; letter-spacing: .12em; }
h1 { font-size: 1.75rem; line-height: 1.3; }
.to { margin-top: 3mm; font-size: 1.35rem; font-weight: 700; border-bottom: .25mm solid #8a8a8a; padding-bottom: 1mm; }
.lead { margin-top: 3mm; }
h2 { font-size: 1rem; margin-bottom: 1.5mm; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .8mm 6mm; }
dt { color: #4a4a4a; }
.mono { font-family: 'Slip Mono', ui-monospace, monospace; font-variant-ligatures: none; font-feature-settings: 'zero'; }
.keys { border: .35mm solid #1a1a1a; border-radius: 1.5mm; display: grid; gap: .9em; padding: 1.1em 5mm; }
.label { color: #4a4a4a; font-size: .9rem; line-height: 1.3; }
.login { font-size: 1.7rem; font-weight: 700; line-height: 1.2; }
.until { font-size: 1.2rem; font-weight: 700; }
.until::first-letter { text-transform: uppercase; }
.secret { display: flex; flex-wrap: wrap; gap: 3mm 5mm; margin-top: 1mm; }
.group { border-bottom: .35mm solid #1a1a1a; font-size: ${secret}; font-weight: 700; line-height: 1.2; letter-spacing: .06em; }
.readings { list-style: none; font-size: .8rem; line-height: 1.45; color: #333; margin-top: 1mm; }
.readings li { display: flex; gap: 1.6mm; }
.readings .mono { min-width: 1.1em; font-weight: 700; }
.boxes { display: flex; flex-wrap: wrap; gap: 2mm 3.2mm; margin: 2mm 0 1.2mm; }
.boxes span { display: flex; }
.boxes i { width: ${box}; height: calc(${box} * 1.2); border: .25mm solid #6a6a6a; }
.boxes i + i { border-left: 0; }
.hint { color: #4a4a4a; font-size: .85rem; }
ol, .trouble ul { padding-left: 1.5em; }
ol li + li { margin-top: .8mm; }
.trouble { background: #f2f4f7; border-left: 1mm solid #6a6a6a; padding: .8em 4.5mm; }
footer { margin-top: auto; display: grid; gap: 2mm; }
footer dl { grid-template-columns: max-content 1fr max-content 1fr; gap: .8mm 4mm; font-size: .85rem; border-top: .25mm solid #8a8a8a; padding-top: 2.5mm; }
.destroy { font-weight: 700; }
section, header, footer { break-inside: avoid; }
`
}
