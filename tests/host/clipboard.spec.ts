import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { createClipboardItem } from '../../src-host/system/clipboard-item.ts'
import { openClipboard } from '../../src-host/system/clipboard-stores.ts'
import type { ClipboardStore, Content } from '../../src-host/system/clipboard-stores.ts'
import { createX11 } from '../../src-host/system/x11-display.ts'
import { missingPrograms, startScreen } from './screen.ts'

const MARKER = 'x-kde-passwordManagerHint'
const PRIVATE = 'electron application/osclipboard;format="CanUploadToCloudClipboard"'
const missing = missingPrograms('Xvfb', 'xclip')

/** What another program gets; rejects when there is nothing. */
async function paste(target: string): Promise<string> {
  const { stdout } = await promisify(execFile)('xclip', ['-selection', 'clipboard', '-o', '-t', target])
  return stdout
}
/** Another program copies, and stays in the background by itself. */
async function copyElsewhere(text: string) {
  const other = spawn('xclip', ['-selection', 'clipboard', '-i'], { stdio: ['pipe', 'ignore', 'ignore'] })
  other.stdin.end(text)
  await once(other, 'exit')
  await expect.poll(() => paste('UTF8_STRING').catch(() => '')).toBe(text)
}
const content = (parts: Record<string, string>): Content =>
  new Map(Object.entries(parts).map(([type, text]) => [type, Buffer.from(text)]))
const textOf = async (store: ClipboardStore) => (await store.read()).get('text/plain')?.toString()

test('another program sees text and the marker for password managers (E29, E32)', async () => {
  test.skip(missing.length > 0, `not installed: ${missing.join(', ')}`)
  const closeScreen = await startScreen()
  try {
    const store = await openClipboard(false, createX11())
    expect(await textOf(store)).toBeUndefined()
    await store.write(content({ 'text/plain': 'Tmp-Passw0rd!é再', [MARKER]: 'secret', [PRIVATE]: '\0\0\0\0' }))
    expect((await paste('TARGETS')).trim().split('\n').sort()).toEqual([
      'CanUploadToCloudClipboard',
      'TARGETS',
      'TIMESTAMP',
      'UTF8_STRING',
      'text/plain',
      'text/plain;charset=utf-8',
      MARKER,
    ])
    for (const target of ['UTF8_STRING', 'text/plain', 'text/plain;charset=utf-8'])
      expect(await paste(target), target).toBe('Tmp-Passw0rd!é再')
    expect(await paste(MARKER)).toBe('secret')
    expect(await paste('CanUploadToCloudClipboard')).toBe('\0\0\0\0')
    expect(Number(await paste('TIMESTAMP'))).toBeGreaterThan(0)
    await expect(paste('image/png')).rejects.toThrow('image/png')
    expect([...(await store.read()).keys()]).toEqual(['text/plain', MARKER, PRIVATE])

    await store.write(content({ 'text/plain': 'é' })) // Latin-1 can say this one
    await expect(paste(MARKER)).rejects.toThrow(MARKER) // the next copy leaves nothing of the one before
    expect(await promisify(execFile)('xclip', ['-selection', 'clipboard', '-o', '-noutf8'])).toMatchObject({
      stdout: Buffer.from('é', 'latin1').toString('utf8'),
    })
    await copyElsewhere('from elsewhere')
    expect(await textOf(store)).toBe('from elsewhere')
    await store.write(content({ 'text/plain': 'ours again' }))
    expect(await paste('UTF8_STRING')).toBe('ours again')
    await store.clear()
    expect(await textOf(store)).toBeUndefined()
    await expect(paste('UTF8_STRING')).rejects.toThrow('not available')
    await copyElsewhere('theirs')
    await store.clear()
    await expect(paste('UTF8_STRING')).rejects.toThrow('not available')
    await expect(store.write(content({ 'text/plain': 'x'.repeat(250_001) }))).rejects.toThrow('more than 250000 bytes')
  } finally {
    closeScreen()
  }
})

test('a clipboard item takes text, formats in the system’s own name, and nothing that would be converted', async () => {
  const item = createClipboardItem({ 'text/plain': Promise.resolve('t'), [PRIVATE]: new Blob(['\0']), [MARKER]: 's' })
  expect(item.types).toEqual(['text/plain', PRIVATE, MARKER])
  expect(await (await item.getType(PRIVATE)).text()).toBe('\0')
  await expect(item.getType('text/html')).rejects.toThrow("The type 'text/html' was not found")
  for (const type of ['text/html', 'image/png', 'electron application/bookmark', 'electron application/osclipboard'])
    expect(() => createClipboardItem({ [type]: 'x' })).toThrow(`ClipboardItem of '${type}'`)
})
