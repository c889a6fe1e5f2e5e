import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrations } from '../../../src-server/database/migrations.ts'
import { shortLived } from '../../support/embedded-process.ts'
import { inProject } from '../../support/project.ts'
import { runCommand } from '../../support/run-command.ts'

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'saihakko-commands-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const start = (args: readonly string[], env: Record<string, string> = {}) =>
  spawn(process.execPath, [...shortLived, inProject('src-server', 'cli.ts'), ...args], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      SAIHAKKO_DATA_DIR: join(folder, 'data'),
      SAIHAKKO_LISTEN: '127.0.0.1:0',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })

/** Runs one command to its end. */
async function run(
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Ended> {
  const child = start(args, env)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  child.stdin.end(input)
  await once(child, 'close')
  return { code: child.exitCode, stdout, stderr }
}

/** The same without a process of its own: for what says no before it does anything. */
async function runHere(args: readonly string[], env: Record<string, string> = {}, input = ''): Promise<Ended> {
  const { code, printed, told } = await runCommand(
    args,
    { SAIHAKKO_DATA_DIR: join(folder, 'data'), SAIHAKKO_LISTEN: '127.0.0.1:0', ...env },
    input,
  )
  const asText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')
  return { code, stdout: asText(printed), stderr: asText(told) }
}

describe('saihakko-server', () => {
  it('imports, makes a user, serves, logs in, and ends with 0 on SIGTERM (R7)', { timeout: 180_000 }, async () => {
    const csv = join(folder, 'users.csv')
    writeFileSync(csv, 'memberId,memberName,userId,loginId,userName,role\nM-1,アルファ,U-1,CZ000001,田中,staff\n')
    expect(await run(['migrate'])).toMatchObject({
      code: 0,
      stdout: Object.keys(migrations)
        .map((name) => `migrated ${name}\n`)
        .join(''),
    })
    expect(await run(['import', csv, '--dry-run'])).toMatchObject({
      code: 0,
      stdout: 'would have imported 1 users, 1 members\n',
      stderr: '',
    })
    expect(await run(['import', csv])).toMatchObject({ code: 0, stdout: 'imported 1 users, 1 members\n', stderr: '' })
    const members = join(folder, 'members.csv')
    writeFileSync(members, 'memberId,memberName,address\nM-1,アルファ,東京都港区\n')
    expect(await run(['import-members', members])).toMatchObject({
      code: 0,
      stdout: 'imported 1 members\n',
      stderr: '',
    })
    const user = [
      '--member-id',
      'M-1',
      '--login-id',
      'WR000001',
      '--user-name',
      '佐藤',
      '--role',
      'administrator',
      '--user-id',
      'U-2',
    ]
    const password = 'correct horse battery'
    expect(await run(['create-user', ...user], { input: `${password}\n` })).toMatchObject({
      code: 0,
      stdout: 'created U-2 of M-1\n',
    })
    expect(await run(['create-user', ...user], { input: `${password}\n` })).toMatchObject({ code: 1 })

    const server = start(['serve'])
    let stderr = ''
    server.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    const [ready] = await once(server.stdout, 'data')
    const url = /^listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(ready))?.[1]
    expect(url).toBeDefined()
    const answer = await fetch(`${url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ loginId: 'ｗｒ000001', password }),
    })
    expect(answer.status).toBe(201)
    expect(await run(['serve'])).toMatchObject({ code: 1, stdout: '' })
    server.kill('SIGTERM')
    await once(server, 'exit')
    expect(server.exitCode).toBe(0)
    for (const line of stderr.trim().split('\n')) expect(line).toMatch(/^\{"level":.*\}$/)
    expect(stderr).not.toContain(password)
  })

  it('refuses an address that others can reach, as long as there is no TLS', async () => {
    expect(await runHere(['serve'], { SAIHAKKO_LISTEN: '0.0.0.0:0' })).toMatchObject({ code: 2, stdout: '' })
  })

  it('serves over TLS from files', async ({ skip }) => {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    const made = spawnSync('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      key,
      '-out',
      cert,
    ])
    if (made.status !== 0) skip('openssl is not here to make a certificate')
    const server = start(['serve'], { SAIHAKKO_TLS_CERT: cert, SAIHAKKO_TLS_KEY: key })
    const [ready] = await once(server.stdout, 'data')
    const url = /^listening on (https:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(ready))?.[1] ?? ''
    const ask = request(`${url}/healthz`, { ca: readFileSync(cert) })
    ask.end()
    const [answer] = await once(ask, 'response')
    expect(answer).toMatchObject({ statusCode: 200 })
    server.kill('SIGINT')
    await once(server, 'exit')
    expect(server.exitCode).toBe(0)
  })

  it('lists every problem of the configuration, without repeating values', async () => {
    const yaml = join(folder, 'bad.yaml')
    writeFileSync(
      yaml,
      'listen: nowhere\ndatabaseUrl: mysql://u:s3cret-canary@h/d\nlogLevel: loud\nnickname: x\nsmtp://u:s3cret-canary@h: y\ntlsCert: /nope/cert.pem\n',
    )
    const { code, stderr } = await runHere(['serve', '--config', yaml], {
      SAIHAKKO_LISTEN: '',
      SAIHAKKO_SMTP_URL: 'smtp://u:s3cret-canary@h?x',
    })
    expect(code).toBe(2)
    expect(stderr.split('\n').slice(1, -2)).toEqual([
      `  ${yaml}: listen: is not host:port, e.g. 127.0.0.1:8443`,
      `  ${yaml}: databaseUrl: is not postgres://user:password@host:port/database`,
      `  ${yaml}: logLevel: is not one of fatal, error, warn, info, debug, trace, silent`,
      `  ${yaml}: nickname: is not a setting`,
      `  ${yaml}: (no name): is not a setting`,
      '  SAIHAKKO_SMTP_URL: is not smtp://user:password@host:port or smtps://… (with %XX for special characters), and no more',
      '  SAIHAKKO_TLS_KEY: is missing: a certificate and a key belong together',
      '  SAIHAKKO_TLS_CERT: cannot be read (ENOENT)',
    ])
    expect(stderr).not.toContain('s3cret-canary')
  })

  it('says how it is called', async () => {
    expect(await runHere(['--help'])).toMatchObject({ code: 0, stderr: '' })
    expect(await runHere(['import', '--help'])).toMatchObject({ code: 0 })
    expect(await runHere([])).toMatchObject({ code: 2, stdout: '' })
    expect(await runHere(['serve', '--nothing'])).toMatchObject({ code: 2, stdout: '' })
    expect(await runHere(['import', join(folder, 'missing.csv')])).toMatchObject({ code: 1 })
  })

  it('prints import errors as line N: column: what and exits with 1', async () => {
    const csv = join(folder, 'bad.csv')
    writeFileSync(csv, 'memberId,memberName,userId,loginId,userName,role\nM-9,ア,U-9,CZ9,田中,boss\n')
    const { code, stdout, stderr } = await runHere(['import', csv])
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: 'line 2: role: is not one of staff, administrator, helpdesk\nnothing imported: 1 error\n',
    })
  })

  it('refuses a weak password and never takes one as an argument', async () => {
    const user = ['--member-id', 'M-1', '--login-id', 'WR000009', '--user-name', '佐藤', '--role', 'staff']
    expect(await runHere(['create-user', ...user], {}, 'short\n')).toMatchObject({ code: 1, stdout: '' })
    expect(await runHere(['create-user', ...user, '--password', 'correct horse battery'])).toMatchObject({
      code: 2,
      stdout: '',
    })
  })

  it.each([
    [['create-user', 'S3cret-canary']],
    [['create-user', '--password', 'S3cret-canary']],
    [['create-user', '--password=S3cret-canary']],
    [['create-user', '--S3cret-canary']],
    [['serve', '-S3cret-canary']],
    [['serve', '--sample=S3cret-canary']],
    [['create-user', '--login-id', '-S3cret-canary']],
    [['import', 'users.csv', 'S3cret-canary']],
  ])('does not repeat what it was called with: %j (P22)', async (args) => {
    const { code, stdout, stderr } = await runHere(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^usage: /)
    expect(stderr).not.toContain('cret-canary')
  })

  it('says which options there are when one is not', async () => {
    const { stderr } = await runHere(['import', 'users.csv', '--dry'])
    expect(stderr).toContain('unknown option; there are --config, --dry-run')
  })
})
