import type { BrowserWindow, WebContents } from 'electron'
import type { PaperDocument, SlipPrinterPort } from '../ports/slip-printer-port.ts'
import { createSlipPages } from './electron-slip-pages.ts'

/** Prints through a window that nobody sees. `rendererDir`: the page’s bundle, for the fonts. */
export function createElectronSlipPrinter(rendererDir: string): SlipPrinterPort {
  const pages = createSlipPages(rendererDir)

  /** Shows `document` to a window of its own for as long as `act` takes; then neither is there any more. */
  async function withPage<T>(
    document: PaperDocument,
    signal: AbortSignal,
    act: (contents: WebContents) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted()
    const window = pages.openWindow()
    const url = pages.offer(document)
    const destroy = (): void => window.destroy()
    signal.addEventListener('abort', destroy)
    try {
      const shown = window.loadURL(url).then(() => act(window.webContents))
      return await Promise.race([shown, failWhenLost(window)])
    } finally {
      signal.removeEventListener('abort', destroy)
      pages.forget(url)
      if (!window.isDestroyed()) window.destroy()
    }
  }

  return {
    print: (document, signal) => withPage(document, signal, (contents) => printPage(contents, document)),
    writePdf: (document, signal) =>
      withPage(document, signal, (contents) =>
        contents.printToPDF({ pageSize: document.paper, preferCSSPageSize: true, printBackground: true }),
      ),
  }
}

/** Never settles while the window lives. */
const failWhenLost = (window: BrowserWindow): Promise<never> =>
  new Promise((_resolve, reject) => {
    window.once('closed', () => reject(new Error('the window of the slip was closed')))
    window.webContents.once('render-process-gone', () => reject(new Error('the page of the slip has crashed')))
  })

/** The system’s own print dialog; false when the person called it off. */
const printPage = (contents: WebContents, { paper }: PaperDocument): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const options = { pageSize: paper, printBackground: true, margins: { marginType: 'none' as const } }
    contents.print(options, (isPrinted, reason) => {
      // Electron has no other word for it: “Print job canceled”.
      if (isPrinted || /cancel/i.test(reason)) resolve(isPrinted)
      else reject(new Error(reason))
    })
  })
