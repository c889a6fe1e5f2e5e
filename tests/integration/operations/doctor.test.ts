import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../../../src-server/cli.ts'
import type { Terminal } from '../../../src-server/commands/terminal.ts'
import { lockDataDirectory } from '../../../src-server/database/data-directory-lock.ts'
import type { OpenDatabase } from '../../../src-server/database/open-database.ts'
import { checkDatabase } from '../../../src-server/doctor/check-database.ts'
import { checkMailer } from '../../../src-server/doctor/check-mailer.ts'
import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'
import { startTestDatabases, type TestDatabases } from '../../support/test-database.ts'

let folder: string
let postgres: PostgresServer
let databases: TestDatabases
let database: OpenDatabase

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'saihakko-doctor-'))
  postgres = await startPostgresServer()
  databases = await startTestDatabases('postgres')
  database = await databases.open()
})
afterAll(async () => {
  await database.close()
  await databases.stop()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

const canary = 'Canary88Pw'

/** What the command printed, line by line, and its exit code. */
async function runDoctor(env: Record<string, string>) {
  const lines: string[] = []
  const tell = (line: string): void => void lines.push(line)
  const terminal: Terminal = {
    env,
    stdin: { async *[Symbol.asyncIterator]() {} },
    print: tell,
    printText: tell,
    tell,
    showProgress: () => {},
    clearProgress: () => {},
  }
  const code = await runCommandLine(['doctor'], terminal)
  return { code, lines, text: lines.join('\n') }
}

const levelOf = (findings: readonly { readonly what: string; readonly level: string }[], what: string) =>
  findings.find((finding) => finding.what === what)?.level

describe('doctor', () => {
  it('before the first start: tells what is to come, makes nothing, and finds no failure', async () => {
    const { code, lines } = await runDoctor({ SAIHAKKO_DATA_DIR: join(folder, 'none') })
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'ok    configuration',
      'warn  data directory',
      'ok    certificate',
      'warn  database',
      'warn  mailer',
    ])
    expect(code).toBe(0)
  })

  it('every problem of the configuration is a line, without its value (P22)', async () => {
    const { code, lines, text } = await runDoctor({
      SAIHAKKO_LISTEN: 'nowhere',
      SAIHAKKO_DATABASE_URL: `mysql://u:${canary}@h/d`,
      SAIHAKKO_TLS_CERT: '/nope/cert.pem',
    })
    expect(code).toBe(1)
    for (const line of lines) expect(line).toMatch(/^fail {2}configuration: SAIHAKKO_\w+ /)
    for (const name of ['LISTEN', 'DATABASE_URL', 'TLS_CERT', 'TLS_KEY']) expect(text).toContain(`SAIHAKKO_${name}`)
    expect(text).not.toContain(canary)
  })

  it('a database that cannot be reached, and mail that waits for it, without their passwords (P22)', async () => {
    const { code, text } = await runDoctor({
      SAIHAKKO_DATA_DIR: folder,
      SAIHAKKO_DATABASE_URL: `postgres://u:${canary}@127.0.0.1:1/d`,
      SAIHAKKO_SMTP_URL: `smtp://u:${canary}@127.0.0.1:1`,
    })
    expect(code).toBe(1)
    expect(text).toMatch(/^fail {2}database: .*\(ECONNREFUSED\)/m)
    expect(text).toMatch(/^fail {2}mailer: .*\(E\w+\)/m)
    expect(text).not.toContain(canary)
  })

  it('an embedded database that is in use is left to its server', async () => {
    const dataDir = join(folder, 'used')
    mkdirSync(join(dataDir, 'database'), { recursive: true, mode: 0o700 })
    writeFileSync(join(dataDir, 'database', 'PG_VERSION'), '17')
    const release = lockDataDirectory(dataDir)
    const { code, text } = await runDoctor({ SAIHAKKO_DATA_DIR: dataDir })
    release()
    expect(text).toMatch(/^warn {2}database: in use by a running server/m)
    expect(code).toBe(0)
  })

  it('a database that was never migrated', async () => {
    const { code, text } = await runDoctor({
      SAIHAKKO_DATA_DIR: folder,
      SAIHAKKO_DATABASE_URL: postgres.urlOf('postgres'),
    })
    expect(code).toBe(1)
    expect(text).toMatch(/^ok {4}database version: /m)
    expect(text).toMatch(/^ok {4}character type: C\.UTF-8/m)
    expect(text).toMatch(/^fail {2}migrations: missing 0001-foundation.*saihakko-server migrate/m)
    expect(text).toMatch(/^fail {2}audit: /m)
  })
})

describe('doctor: a migrated database', () => {
  it('is well; with another clock, role or audit head it is not', async () => {
    const check = (aheadMs = 0) => checkDatabase({ ...database, clock: () => new Date(Date.now() + aheadMs) })
    const well = await check()
    expect(well.map(({ level, what, found }) => `${level} ${what}${level === 'ok' ? '' : found}`)).toEqual([
      'ok database version',
      'ok character type',
      'ok migrations',
      'ok roles',
      'ok clock',
      'ok audit',
    ])
    expect(levelOf(await check(3000), 'clock')).toBe('warn')
    expect(levelOf(await check(-61_000), 'clock')).toBe('fail')
    await database.db.deleteFrom('audit_head').execute()
    expect(levelOf(await check(), 'audit')).toBe('fail')
  })
})

describe('doctor: mailer', () => {
  it('unset is a warning that counts what waits', async () => {
    const finding = await checkMailer(undefined, 3)
    expect(finding.level).toBe('warn')
    expect(finding.found).toContain('stay in the outbox; 3 are waiting')
  })

  it('is asked as for a mail: taken, or refused without an echo of the password (P22)', async () => {
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        done(password === canary ? null : new Error('no'), { user: username }),
    })
    smtp.on('error', () => {})
    const listening = smtp.listen(0, '127.0.0.1')
    await once(listening, 'listening')
    const address = listening.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const ask = (account: string) =>
      checkMailer({ smtpUrl: `smtp://${account}127.0.0.1:${port}`, from: 'desk@example.jp' }, 0)
    expect(await ask('')).toMatchObject({ level: 'ok' })
    expect(await ask(`desk:${canary}@`)).toMatchObject({ level: 'ok' })
    const refused = await ask(`desk:${canary}x@`)
    expect(refused).toMatchObject({ level: 'fail', found: expect.stringContaining('EAUTH') })
    expect(refused.found).not.toContain(canary)
    await new Promise<void>((resolve) => smtp.close(resolve))
  })
})
