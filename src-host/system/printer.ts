/** The default printer of CUPS, through its program lp: https://openprinting.github.io/cups/doc/man-lp.html */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Sends a PDF to the default printer. It goes through a pipe: no file holds it, and no argument says what is on it.
 * Rejects with lp's own words, or when there is no lp.
 */
export async function printPdf(pdf: Uint8Array, { jobName, media }: { jobName: string; media: string }): Promise<void> {
  const child = spawn('lp', ['-t', jobName, '-o', `media=${media}`], { stdio: ['pipe', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  child.stdin.on('error', () => {}) // it ended without reading; its exit code tells
  child.stdin.end(pdf)
  const [code]: unknown[] = await once(child, 'close').catch((error: unknown) => {
    throw new Error('there is no lp (CUPS) to print with', { cause: error })
  })
  if (code !== 0) throw new Error(said.trim() || `lp ended with ${String(code)}`)
}
