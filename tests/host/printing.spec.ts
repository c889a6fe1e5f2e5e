import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { printPdf } from '../../src-host/system/printer.ts'
import { putInFront } from '../support/put-in-front.ts'
import { expect, test } from './sample-app.ts'

/** Opens a page of `html` without scripts, in a partition of its own, and lets it be printed. */
async function printHidden(desk: ElectronApplication, html: string): Promise<unknown[]> {
  return await desk.evaluate(async ({ BrowserWindow, session }, text) => {
    const partition = session.fromPartition('paper')
    if (!partition.protocol.isProtocolHandled('app'))
      partition.protocol.handle('app', () => new Response(text, { headers: { 'content-type': 'text/html' } }))
    const window = new BrowserWindow({ show: false, webPreferences: { javascript: false, partition: 'paper' } })
    await window.loadURL('app://slip/page')
    const printed = await new Promise<unknown[]>((resolve) => {
      window.webContents.print({ pageSize: 'A5', printBackground: true }, (...answer) => resolve(answer))
    })
    const pdf = await window.webContents.printToPDF({ pageSize: 'A5', preferCSSPageSize: true })
    window.destroy()
    return [...printed, window.isVisible(), window.isDestroyed(), pdf.toString('latin1', 0, 5)]
  }, html)
}

test('a hidden page without scripts is printed on the default printer, through a pipe', async ({
  desk,
  page,
  dataFolder,
}) => {
  test.skip(process.platform === 'win32', 'there is no lp on Windows')
  await expect(page).toHaveTitle('Host Sample')
  const restore = await desk.evaluate(() => process.env['PATH'] ?? '')
  const setPath = async (path: string) => {
    await desk.evaluate((_electron, value) => {
      process.env['PATH'] = value
    }, path)
  }
  const html = '<title>Slip</title><p>on paper</p><script>document.title = "ran"</script>'

  await setPath(join(dataFolder, 'nothing'))
  expect(await printHidden(desk, html)).toEqual([false, 'there is no lp (CUPS) to print with', false, true, '%PDF-'])

  const lp = putInFront(dataFolder, 'lp', `printf '%s\\n' "$@" > '${dataFolder}/asked'; cat > '${dataFolder}/paper'`)
  await setPath(`${lp}:${restore}`)
  expect(await printHidden(desk, html)).toEqual([true, '', false, true, '%PDF-'])
  expect(readFileSync(join(dataFolder, 'asked'), 'utf8').trim().split('\n')).toEqual([
    '-t',
    'Host Sample',
    '-o',
    'media=A5',
  ])
  const paper = readFileSync(join(dataFolder, 'paper'), 'latin1')
  expect(paper.startsWith('%PDF-')).toBe(true)
  expect(paper).toContain('/Title (Slip)') // the script did not run
  expect(await desk.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('partitions have handlers of their own; a shown window has scripts', async ({ desk, page }) => {
  await expect(page).toHaveTitle('Host Sample')
  const answers = await desk.evaluate(async ({ BrowserWindow, session }) => {
    const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
    const hidden = new BrowserWindow({ show: false, webPreferences: { javascript: false, partition: 'empty' } })
    // The sample serves app://desk in the default session only.
    const elsewhere = await hidden.loadURL('app://desk/index.html').then(String, messageOf)
    const attempts = [
      () => hidden.show(),
      () => new BrowserWindow({ webPreferences: { javascript: false } }),
      () => {
        hidden.webContents.print({ copies: 2 }, (...answer) => globalThis.seen.push(['print', ...answer]))
      },
    ]
    const said = attempts.map((attempt) => {
      try {
        return attempt()
      } catch (error) {
        return messageOf(error)
      }
    })
    await Promise.resolve()
    hidden.destroy()
    return [elsewhere.split(' ')[0], session.fromPartition('') === session.defaultSession, ...said]
  })
  const says = (what: string) => `not supported by the Chromium host: ${what}`
  expect(answers).toEqual([
    expect.stringMatching(/^ERR_/),
    true,
    says('browserWindow.show() of a window without javascript'),
    says('a shown window without javascript'),
    undefined,
  ])
  await expect
    .poll(async () => await desk.evaluate(() => globalThis.seen.filter(([name]) => name === 'print')))
    .toEqual([['print', false, says('webContents.print({ copies })')]])
})

test('what lp has to say is the reason', async ({ dataFolder }) => {
  test.skip(process.platform === 'win32', 'there is no lp on Windows')
  const before = process.env['PATH'] ?? ''
  process.env['PATH'] =
    `${putInFront(dataFolder, 'lp', 'echo "lp: Error - no default destination available." >&2; exit 1')}:${before}`
  try {
    const printed = printPdf(new Uint8Array(1_000_000), { jobName: 'Desk', media: 'A4' })
    await expect(printed).rejects.toThrow('lp: Error - no default destination available.')
  } finally {
    process.env['PATH'] = before
  }
})
