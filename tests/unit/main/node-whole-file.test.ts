import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeWholeFile } from '../../../src-main/adapters/node-whole-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-whole-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a file that is written whole or not at all', () => {
  it('replaces an older one that others could read, for its owner alone', async () => {
    const path = join(folder, 'slip.pdf')
    writeFileSync(path, 'old', { mode: 0o644 })
    await writeWholeFile(path, new Uint8Array([37, 80]))
    expect(readFileSync(path, 'utf8')).toBe('%P')
    // Windows knows no such modes.
    expect(statSync(path).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
    expect(readdirSync(folder)).toEqual(['slip.pdf'])
  })

  it('leaves nothing beside a place that cannot be written to', async () => {
    const path = join(folder, 'a folder')
    mkdirSync(path)
    await expect(writeWholeFile(path, 'text')).rejects.toMatchObject({ syscall: 'rename' })
    await expect(writeWholeFile(join(folder, 'nowhere', 'x'), 'text')).rejects.toMatchObject({
      code: 'ENOENT',
    })
    expect(readdirSync(folder)).toEqual(['a folder'])
  })

  it('has room beside the longest name that a file may have', async () => {
    const name = `${'票'.repeat(83)}.pdf`
    await writeWholeFile(join(folder, name), 'text')
    expect(readdirSync(folder)).toEqual([name])
  })

  it.skipIf(process.platform === 'win32')(
    'replaces a link and leaves what it leads to (Windows: links need rights)',
    async () => {
      const [elsewhere, path] = [join(folder, 'elsewhere'), join(folder, 'link')]
      writeFileSync(elsewhere, 'not ours')
      symlinkSync(elsewhere, path)
      await writeWholeFile(path, 'text')
      expect([readFileSync(elsewhere, 'utf8'), readFileSync(path, 'utf8')]).toEqual(['not ours', 'text'])
    },
  )
})
