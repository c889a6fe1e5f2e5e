import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createFileOfflineStore } from '../../../src-main/adapters/file-offline-store.ts'
import { createOfflineDesk, owner, ownPassword, recordOf } from '../../support/offline-desk.ts'
import { inProject } from '../../support/project.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'saihakko-offline-')), 'offline')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

/** Lets a process change the copy, and kills it a moment after its first change; answers the last number it printed. */
async function changeAndKill(target: string, from: number, afterMs: number): Promise<number> {
  const script = inProject('tests', 'support', 'commit-until-killed.ts')
  const child = spawn(process.execPath, [script, target, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('close', resolve))
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (printed === '') setTimeout(() => child.kill('SIGKILL'), afterMs)
    printed += text
  })
  await ended
  return Number(printed.trimEnd().split('\n').at(-1))
}

const headerSchema = z.object({ number: z.int(), names: z.array(z.string()) })

async function readWhole(target: string): Promise<number> {
  const store = createFileOfflineStore(target)
  const { number, names } = headerSchema.parse(JSON.parse(String(await store.readHeader())))
  for (const name of names) expect(String(await store.readChunk(name))).toBe(name.repeat(5_000))
  return number
}

describe('the copy as files', () => {
  it('is the old or the new one after each of 50 kills (E37)', { timeout: 30_000 }, async () => {
    const lane = async (target: string): Promise<void> => {
      let number = 0
      for (let round = 0; round < 25; round += 1) {
        const acknowledged = await changeAndKill(target, number, (round % 10) * 0.7)
        number = await readWhole(target)
        expect([acknowledged, acknowledged + 1]).toContain(number)
      }
      const store = createFileOfflineStore(target)
      await store.commit({ header: Buffer.from('{}'), newChunks: new Map(), allChunks: new Set() })
      expect(readdirSync(target)).toEqual(['copy'])
    }
    await Promise.all([lane(join(folder, 'a')), lane(join(folder, 'b'))])
  })

  it('never throws for what is not a copy: sets it aside, and begins anew (E37)', async () => {
    for (const text of ['', 'not a copy', '{"version":3}', '{"version":2,"copyName":"x","guard":"!","manifest":""}']) {
      const desk = createOfflineDesk({ store: createFileOfflineStore(folder) })
      desk.server.records.push(recordOf(1))
      await desk.history.openWithServer(owner, ownPassword)
      await desk.timer.advance(0)
      await expect.poll(() => desk.history.read().entries).toBe(1)
      desk.history.stop()
      writeFileSync(join(folder, 'copy'), text)
      const later = createOfflineDesk({ store: createFileOfflineStore(folder) })
      await later.history.start()
      expect(later.history.read().kept).toBe('none')
      await expect(later.history.unlock(owner, ownPassword)).rejects.toMatchObject({ code: 'offline_copy_missing' })
      expect(readdirSync(folder)).toEqual(['set-aside'])
      later.history.stop()
      await later.history.wipe()
      expect(readdirSync(join(folder, '..'))).toEqual([])
    }
  })

  it('refuses a chunk or a header of which one byte is another', async () => {
    const files = (): string[] => readdirSync(folder).filter((name) => name !== 'set-aside')
    for (let index = 0; index < 2; index += 1) {
      const desk = createOfflineDesk({ store: createFileOfflineStore(folder) })
      desk.server.records.push(recordOf(1))
      await desk.history.openWithServer(owner, ownPassword)
      await desk.timer.advance(0)
      await expect.poll(() => desk.history.read().entries).toBe(1)
      desk.history.close()
      const path = join(folder, files().sort()[index] ?? '')
      const bytes = readFileSync(path)
      const at = bytes.length - 10
      bytes.writeUInt8(bytes.readUInt8(at) === 65 ? 66 : 65, at)
      writeFileSync(path, bytes)
      await expect(desk.history.unlock(owner, ownPassword)).rejects.toMatchObject({ code: 'offline_copy_missing' })
      desk.history.stop()
    }
  })
})
