import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrations } from '../../../src-server/database/migrations.ts'
import { openDatabase } from '../../../src-server/database/open-database.ts'
import type { Tables } from '../../../src-server/database/tables.ts'
import { tamper } from '../../support/audit-tampering.ts'
import { startPostgresServer, type PostgresServer } from '../../support/postgres-server.ts'
import { runCommand } from '../../support/run-command.ts'
import { makeDataDirectory } from '../../support/test-database.ts'

describe('commands of the audit and the policy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-audit-'))
  const name = `commands_${randomUUID().replaceAll('-', '')}`
  let postgres: PostgresServer
  let url: string

  beforeAll(async () => {
    postgres = await startPostgresServer()
    await postgres.run(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`)
    url = postgres.urlOf(name)
    await run('migrate')
  })
  afterAll(async () => {
    await postgres.run(`drop database if exists ${name} with (force)`)
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const run = (...args: string[]) =>
    runCommand(args, { SAIHAKKO_DATA_DIR: folder, SAIHAKKO_DATABASE_URL: url }, 'correct horse battery\n')
  const withDatabase = async <T>(use: (db: Kysely<Tables>) => Promise<T>): Promise<T> => {
    const database = await openDatabase({ kind: 'postgres', url })
    try {
      return await use(database.db)
    } finally {
      await database.close()
    }
  }
  const readEvents = () =>
    withDatabase((db) => db.selectFrom('audit_events').select(['action', 'details']).orderBy('seq').execute())

  const operator = ['--member-id', 'M-H', '--member-name', '窓口', '--user-name', '窓口 花子']

  it('prints the rules, sets them all or none, and records both values (P21)', async () => {
    const { code, printed } = await run('policy')
    expect([code, printed.length, printed[0]]).toEqual([0, 17, 'temporaryMinLength=8'])
    expect(printed).toContain('securityContactEmail=none')
    const wrong = await run('policy', '--set', 'newMinLength=64', 'temporaryMinLength=20', 'sessionIdleSeconds=canary')
    expect(wrong).toMatchObject({ code: 2, printed: [] })
    expect(wrong.told.slice(1, -1)).toEqual([
      '  sessionIdleSeconds: is not a whole number from 120 to 86400',
      '  temporaryMinLength: would be more than temporaryDefaultLength',
    ])
    const set = await run(
      'policy',
      '--set',
      'newMinLength=15',
      'helpdeskMayEdit=false',
      'securityContactEmail=a@b.example',
    )
    expect(set.printed).toEqual(['newMinLength=15 (was 12)', 'securityContactEmail=a@b.example (was none)'])
    expect(await run('policy', '--set', 'newMinLength=15')).toMatchObject({ code: 0, printed: ['nothing changed'] })
    expect(await run('policy', 'newMinLength=16')).toMatchObject({ code: 2 })
    expect(await readEvents()).toEqual([
      { action: 'change_policy', details: { rule: 'newMinLength', from: '12', to: '15' } },
      { action: 'change_policy', details: { rule: 'securityContactEmail', from: 'none', to: 'a@b.example' } },
    ])
  })

  it('gives the right to read the audit, to the helpdesk alone, and takes it (P21)', async () => {
    const make = ['create-user', ...operator, '--login-id']
    expect(await run(...make, 'HD1', '--role', 'helpdesk', '--auditor')).toMatchObject({ code: 0 })
    expect(await run(...make, 'ST1', '--role', 'staff', '--auditor')).toMatchObject({ code: 2 })
    const change = ['auditor', '--login-id', 'ｈｄ１']
    expect(await run(...change, '--grant')).toMatchObject({ printed: ['already granted: auditor, HD1 of M-H'] })
    expect(await run(...change, '--revoke')).toMatchObject({ code: 0, printed: ['revoked: auditor, HD1 of M-H'] })
    for (const args of [change, [...change, '--grant', '--revoke'], ['auditor', '--grant']])
      expect(await run(...args)).toMatchObject({ code: 2, printed: [] })
    const unknown = await run('auditor', '--login-id', 'S3cret-canary', '--grant')
    expect(unknown.code).toBe(1)
    expect(unknown.told.join('\n')).not.toContain('canary')
    expect((await readEvents()).slice(2)).toEqual([
      { action: 'create_user', details: { role: 'helpdesk', newMember: true, right: 'auditor' } },
      { action: 'revoke_right', details: { right: 'auditor' } },
    ])
  })

  it('verifies the chain against heads kept elsewhere, and names what is wrong (P24)', async () => {
    const head = await run('audit', 'head')
    expect([head.code, head.printed.length]).toEqual([0, 1])
    const line = head.printed[0] ?? ''
    expect(JSON.parse(line)).toEqual({
      seq: 4,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    const file = join(folder, 'heads.jsonl')
    writeFileSync(file, `${line}\n\n${line}\n`)
    const intact = await run('audit', 'verify', '--head', file)
    expect(intact.printed).toEqual([expect.stringMatching(/^intact: 4 events, head 4 [0-9a-f]{64}, 2 recorded in it$/)])

    await withDatabase((db) => tamper(db, `update audit_events set action = E'x\\u001b[2J' where seq = 2`))
    const changed = await run('audit', 'verify')
    expect([changed.code, changed.printed]).toEqual([1, []])
    expect(changed.told[0]).toMatch(/^broken: event 2 .* was changed$/)
    await withDatabase((db) => tamper(db, "update audit_events set action = 'change_policy' where seq = 2"))

    for (const text of ['', 'x', '{"seq": 4}', JSON.stringify({ seq: 4, hash: 'x', at: '' })]) {
      writeFileSync(file, text)
      expect(await run('audit', 'verify', '--head', file)).toMatchObject({ code: 1, printed: [] })
    }
    writeFileSync(file, JSON.stringify({ ...JSON.parse(line), hash: '0'.repeat(64) }))
    expect((await run('audit', 'verify', '--head', file)).told[0]).toMatch(/^broken: event 4 .*not the recorded head/)
    expect(await run('audit', 'verify')).toMatchObject({ code: 0 })
  })

  it.each([['audit'], ['audit', 'else'], ['audit', 'head', '--head', 'x'], ['audit', 'verify', 'x']])(
    'is called wrongly: %s %s',
    async (...args) => expect(await run(...args)).toMatchObject({ code: 2, printed: [] }),
  )

  it('work on the embedded database, too', async () => {
    const env = { SAIHAKKO_DATA_DIR: join(folder, 'data') }
    await makeDataDirectory(env.SAIHAKKO_DATA_DIR)
    expect(await runCommand(['policy', '--set', 'newMinLength=15'], env)).toMatchObject({ code: 0 })
    const { printed } = await runCommand(['audit', 'verify'], env)
    expect(printed).toEqual([expect.stringMatching(/^intact: 1 event, head 1 .*, no recorded head to compare with$/)])
  })

  it('only look at the embedded database: one of another version is refused and stays as it is (P24)', async () => {
    const dataDir = join(folder, 'data')
    const withMigrator = async <T>(use: (migrator: Migrator) => Promise<T>): Promise<T> => {
      const { db, close } = await openDatabase({ kind: 'embedded', dataDir })
      try {
        return await use(new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } }))
      } finally {
        await close()
      }
    }
    const listDone = () =>
      withMigrator(async (migrator) =>
        (await migrator.getMigrations()).flatMap(({ name, executedAt }) => (executedAt ? [name] : [])),
      )
    const [last = '', before = ''] = Object.keys(migrations).toReversed()
    await withMigrator((migrator) => migrator.migrateTo(before))
    for (const act of ['verify', 'head']) {
      const { code, printed, told } = await runCommand(['audit', act], { SAIHAKKO_DATA_DIR: dataDir })
      expect([code, printed]).toEqual([1, []])
      expect(told.join('\n')).toMatch(/^database_not_migrated: [^]*missing /)
    }
    expect(await listDone()).not.toContain(last)

    const nowhere = join(folder, 'nowhere')
    const { told } = await runCommand(['audit', 'verify'], { SAIHAKKO_DATA_DIR: nowhere })
    expect(told[0]).toMatch(/^database_not_migrated: /)
    expect(existsSync(nowhere)).toBe(false)
  })
})
