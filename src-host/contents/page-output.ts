/** A page as picture, as PDF, and as what its memory holds. */
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { NativeImage, PrintToPDFOptions, WebContentsPrintOptions } from 'electron'
import { fence, notSupported } from '../border.ts'
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'
import { printPdf } from '../system/printer.ts'

/** Width and height in inches (ISO 216, ANSI), as Electron names them. */
const PAPER: Readonly<Record<string, readonly [number, number]>> = {
  A0: [33.1, 46.8],
  A1: [23.4, 33.1],
  A2: [16.54, 23.4],
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  A6: [4.13, 5.83],
  Legal: [8.5, 14],
  Letter: [8.5, 11],
  Tabloid: [11, 17],
  Ledger: [17, 11],
}
/** Options that both sides call the same. */
const SAME = [
  ...(['landscape', 'printBackground', 'scale', 'pageRanges', 'displayHeaderFooter', 'headerTemplate'] as const),
  ...(['footerTemplate', 'preferCSSPageSize', 'generateTaggedPDF', 'generateDocumentOutline'] as const),
]

/** Electron's options of printToPDF in DevTools' words. */
export function pdfParameters(options: PrintToPDFOptions): Record<string, unknown> {
  const { pageSize = 'Letter', margins = {} } = options
  const size = typeof pageSize === 'string' ? PAPER[pageSize] : ([pageSize.width, pageSize.height] as const)
  if (size === undefined) throw notSupported(`printToPDF({ pageSize: ${JSON.stringify(pageSize)} })`)
  const result: Record<string, unknown> = { paperWidth: size[0], paperHeight: size[1] }
  for (const name of SAME) if (options[name] !== undefined) result[name] = options[name]
  const { top, bottom, left, right } = margins
  return {
    ...result,
    ...withoutUndefined({ marginTop: top, marginBottom: bottom, marginLeft: left, marginRight: right }),
  }
}
function withoutUndefined(values: Record<string, number | undefined>) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

export async function printPage(session: DevtoolsSession, options: PrintToPDFOptions): Promise<Buffer> {
  const { data } = await session.send('Page.printToPDF', pdfParameters(options))
  return Buffer.from(data, 'base64')
}

/** What `print` may be asked for; the style of the page has the last word on size and margins. */
const PRINT_OPTIONS: readonly string[] = ['silent', 'printBackground', 'pageSize', 'margins', 'landscape']

/** Prints at once, on the default printer: the host has no print dialog. Rejects with the reason. */
export async function printOnPaper(
  ready: Promise<DevtoolsSession>,
  options: WebContentsPrintOptions,
  jobName: string,
): Promise<void> {
  for (const name of Object.keys(options))
    if (!PRINT_OPTIONS.includes(name)) throw notSupported(`webContents.print({ ${name} })`)
  const { pageSize = 'A4', printBackground = false, landscape = false } = options
  if (typeof pageSize !== 'string') throw notSupported('webContents.print({ pageSize: {…} })')
  const asked = { pageSize, printBackground, landscape, preferCSSPageSize: true }
  await printPdf(await printPage(await ready, asked), { jobName, media: pageSize })
}

/** A picture of what is to be seen, as the part of Electron's NativeImage that needs no decoder. */
export async function capturePage(session: DevtoolsSession): Promise<object> {
  const capture = () => session.send('Page.captureScreenshot', { format: 'png' })
  // A window that has not drawn yet has nothing to capture; two frames later it has.
  const drawn = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))'
  const { data } = await capture().catch(async () => {
    await session.send('Runtime.evaluate', { expression: drawn, awaitPromise: true })
    return capture()
  })
  const png = Buffer.from(data, 'base64')
  const image = {
    toPNG: () => png,
    toDataURL: () => `data:image/png;base64,${data}`,
    isEmpty: () => png.length === 0,
    getSize: () => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) }), // PNG header (RFC 2083)
  } satisfies MembersOf<NativeImage, 'image'>
  return fence('image', image, surface.image)
}

/** Writes what V8 holds for the page, after a collection, in the format of DevTools' memory panel. */
export async function writeHeapSnapshot(session: DevtoolsSession, path: string): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 }) // it holds every text of the page
  const written = finished(file)
  written.catch(() => {}) // awaited below
  const stop = session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    file.write(chunk)
  })
  try {
    await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  } finally {
    stop()
    file.end()
  }
  await written
}
