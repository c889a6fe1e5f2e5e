import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { expect, noted, notes, test } from './sample-app.ts'

/** Reloads as the app does when it locks itself, and waits until the new document is there. */
async function reload(desk: ElectronApplication) {
  await desk.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const loaded = new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()))
    contents?.reload()
    await loaded
  })
}
async function isInMemory(desk: ElectronApplication, text: string, file: string) {
  await desk.evaluate(
    async ({ BrowserWindow }, path) => BrowserWindow.getAllWindows()[0]?.webContents.takeHeapSnapshot(path),
    file,
  )
  const snapshot = readFileSync(file, 'utf8')
  expect(Object.keys(JSON.parse(snapshot))).toContain('strings')
  return snapshot.includes(text)
}

test('a reload destroys the document and all it held; a crashed page can be reloaded too (E40)', async ({
  desk,
  page,
  dataFolder,
}) => {
  const file = join(dataFolder, 'page.heapsnapshot')
  const secret = 'Canary-Zq4711'
  await page.evaluate((parts) => {
    const text = parts.join('-')
    Reflect.set(window, 'kept', { text })
    const field = document.querySelector<HTMLInputElement>('#reason')
    if (field !== null) field.value = text
    document.body.append(text)
  }, secret.split('-'))
  expect(await isInMemory(desk, secret, file)).toBe(true)
  await reload(desk)
  await expect(page.locator('#state')).toHaveText('ready')
  expect(
    await page.evaluate(() => [Reflect.has(window, 'kept'), document.body.textContent.includes('Canary')]),
  ).toEqual([false, false])
  expect(await isInMemory(desk, secret, file)).toBe(false)
  expect(await notes(desk, 'will-navigate')).toEqual([]) // the app's own wish

  const crashed = () => desk.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isCrashed())
  expect(await crashed()).toBe(false)
  await desk.evaluate(({ app, BrowserWindow }) => {
    app.on('render-process-gone', (_event, _contents, { reason }) => globalThis.seen.push(['gone', reason]))
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
  })
  expect(await noted(desk, 'gone')).toEqual([['gone', 'crashed']])
  expect(await crashed()).toBe(true)
  await reload(desk)
  expect(await crashed()).toBe(false)
  const sum = await desk.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('sample.add(2, 3)'),
  )
  expect(sum).toBe(5) // with its preload
})
