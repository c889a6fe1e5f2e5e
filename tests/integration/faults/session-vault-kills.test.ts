import '../../support/plain-node-electron.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createElectronSessionVault } from '../../../src-main/adapters/electron-session-vault.ts'
import { openSessionFile } from '../../../src-main/adapters/session-file.ts'
import { sampleSession } from '../../support/fake-api-client.ts'
import { createFakeSafeStorage } from '../../support/fake-safe-storage.ts'
import { countRounds, reportFault } from '../../support/fault-rounds.ts'
import { createListLog } from '../../support/list-log.ts'
import { inProject } from '../../support/project.ts'

/** A kill needs a process of its own, which takes a tenth of a second to start: a few in `npm test`, 200 at night. */
const kills = countRounds({ test: 12, nightly: 200 })
const writersAtOnce = 4

async function killOneWriter(directory: string, afterMs: number): Promise<void> {
  const script = inProject('tests', 'support', 'write-session-until-killed.ts')
  const writer = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(writer, 'exit')
  await once(writer.stdout, 'data')
  // Not a wait for something: the moment within the writing at which the process dies.
  await pause(afterMs)
  writer.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
}

/** Whether the kill has cut off a write: then its half is still there, until the next load. */
async function readAfterKill(directory: string): Promise<boolean> {
  const wasCutOff = readdirSync(directory).some((name) => name.includes('.tmp-'))
  const log = createListLog()
  const safeStorage = createFakeSafeStorage()
  const file = openSessionFile(directory)
  const kept = await createElectronSessionVault({ safeStorage, file, platform: 'linux', log }).load()
  expect(log.lines).toEqual([])
  expect(kept).toMatchObject({ serverUrl: 'https://desk.example', session: sampleSession() })
  expect(readdirSync(directory)).toEqual(['session.json'])
  return wasCutOff
}

it(
  `kill -9 in the middle of writes, ${kills} times: always a readable session file (E37)`,
  { timeout: 120_000 },
  async () => {
    let left = kills
    let cutOff = 0
    await Promise.all(
      Array.from({ length: writersAtOnce }, async () => {
        const directory = mkdtempSync(join(tmpdir(), 'saihakko-kills-'))
        while (left > 0) {
          left -= 1
          await killOneWriter(directory, (left % 10) * 1.7)
          if (await readAfterKill(directory)) cutOff += 1
        }
        rmSync(directory, { recursive: true })
      }),
    )
    expect(left).toBe(0)
    expect(left).toBe(0)
    reportFault({
      fault: 'kill -9 while the session is saved',
      where: 'session vault',
      times: kills,
      details: { writesCutOff: cutOff },
    })
  },
)
