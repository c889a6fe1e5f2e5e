import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockDataDirectory } from '../../../src-server/database/data-directory-lock.ts'
import { openDatabase } from '../../../src-server/database/open-database.ts'
import { identifyProcess } from '../../../src-server/database/process-identity.ts'
import { shortLived } from '../../support/embedded-process.ts'
import { inProject } from '../../support/project.ts'
import { makeDataDirectory, readTemplate } from '../../support/test-database.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'saihakko-guards-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const embedded = () => openDatabase({ kind: 'embedded', dataDir })

describe('the embedded database after kill -9', () => {
  it('has every row that was acknowledged, whole transactions only, through several kills (R10)', async () => {
    await makeDataDirectory(dataDir)
    for (const [round, acknowledgements] of [20, 45].entries()) {
      const last = await writeAndKill(`R${round}`, acknowledgements)
      const database = await embedded()
      const { rows } = await sql<{ a: number; b: number }>`select count(*) filter (where member_id like '%-a') as a,
        count(*) filter (where member_id like '%-b') as b from members where member_id like ${`R${round}-%`}`.execute(
        database.db,
      )
      await database.close()
      expect(rows[0]?.a).toBe(rows[0]?.b)
      expect(rows[0]?.a).toBeGreaterThanOrEqual(last + 1)
    }
  })

  /** Resolves with the last number that the process had printed when it died. */
  async function writeAndKill(prefix: string, acknowledgements: number): Promise<number> {
    const writer = inProject('tests', 'support', 'write-until-killed.ts')
    const child = spawn(process.execPath, [...shortLived, writer, dataDir, prefix], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let last = -1
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      last = Number(line)
      if (last === acknowledgements) child.kill('SIGKILL')
    })
    await Promise.all([once(child, 'exit'), once(lines, 'close')])
    return last
  }
})

describe('the data directory', () => {
  it('is shut to others (0700), and the lock file too', async () => {
    const database = await embedded()
    await database.close()
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(dataDir)) expect(statSync(join(dataDir, name)).mode & 0o077, name).toBe(0)
  })

  it('is refused to a second opener, in the same process and in another one', async () => {
    await makeDataDirectory(dataDir)
    const database = await embedded()
    await expect(embedded()).rejects.toMatchObject({ code: 'data_directory_in_use' })
    expect(await tryInAnotherProcess()).toBe('data_directory_in_use')
    await database.close()
    expect(await tryInAnotherProcess()).toBe('locked')
  })

  it('is taken over from a process that was killed, by exactly one of many', async () => {
    const holder = startContender()
    expect(await answerOf(holder)).toBe('locked')
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const contenders = Array.from({ length: 6 }, startContender)
    const answers = await Promise.all(contenders.map(answerOf))
    expect(answers.filter((answer) => answer === 'locked')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'data_directory_in_use')).toHaveLength(5)
    for (const contender of contenders) contender.kill('SIGKILL')
  })

  it('is taken over from a process of an earlier boot and from a number that another process has now', () => {
    const mine = identifyProcess()
    for (const stale of [{ ...mine, boot: 'an earlier one' }, { ...mine, startedAt: '1' }, 'torn by a power cut']) {
      mkdirSync(join(dataDir, 'x'), { recursive: true })
      writeFileSync(join(dataDir, 'x', 'lock.7'), JSON.stringify(stale))
      const release = lockDataDirectory(join(dataDir, 'x'))
      expect(readdirSync(join(dataDir, 'x'))).toEqual(['lock.8'])
      release()
      rmSync(join(dataDir, 'x'), { recursive: true })
    }
  })

  it('that cannot be used is said to be so', async () => {
    writeFileSync(join(dataDir, 'file'), '')
    await expect(openDatabase({ kind: 'embedded', dataDir: join(dataDir, 'file') })).rejects.toMatchObject({
      code: 'data_directory_unusable',
    })
  })

  const startContender = (): ChildProcess =>
    fork(inProject('tests', 'support', 'hold-data-directory.ts'), [dataDir], { stdio: 'inherit' })
  const answerOf = async (child: ChildProcess): Promise<unknown> => (await once(child, 'message'))[0]
  const tryInAnotherProcess = async (): Promise<unknown> => {
    const child = startContender()
    const answer = await answerOf(child)
    child.kill()
    await once(child, 'exit')
    return answer
  }
})

describe('the thread of the embedded database', () => {
  it('leaves the event loop free while a query runs', async () => {
    const database = await openDatabase({ kind: 'embedded', dataDir: 'memory', dump: await readTemplate() })
    let turns = 0
    const timer = setInterval(() => (turns += 1), 1)
    await sql`select count(*) from generate_series(1, 2000000)`.execute(database.db)
    clearInterval(timer)
    await database.close()
    expect(turns).toBeGreaterThan(5)
  })
})
