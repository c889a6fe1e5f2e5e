import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { runCommand } from '../support/run-command.ts'
import { describeServer } from './describe-server.ts'
import { importMembers, serveDirectories, writeConfiguration } from './serve-directories.ts'
import { openOpenLdapWorld } from './worlds/open-ldap-world.ts'

describeServer('the service on OpenLDAP', 'openLdap', openOpenLdapWorld, (getWorld) => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'saihakko-service-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('doctor tells of the directory line by line, and proves the rights on the one account that it may write to', async () => {
    const world = getWorld()
    const canary = await world.addAccount()
    const configuration = writeConfiguration(folder, { main: { directory: world.directory, memberId: 'M-A' } })
    const doctor = (...args: string[]) =>
      runCommand(['doctor', ...args, '--config', configuration], { SAIHAKKO_DATA_DIR: join(folder, 'none') })
    const read = await doctor()
    for (const check of ['connect', 'tls', 'bind', 'read', 'mapping'])
      expect(read.printed).toContainEqual(
        expect.stringMatching(new RegExp(`^(ok|warn) +directory main, M-A: ${check}: `)),
      )
    expect(read.printed.filter((line) => line.startsWith('fail'))).toEqual([])
    expect(read.code).toBe(0)
    expect(await world.signIn(canary, canary.password)).toBe('works')
    const written = await doctor('--write-check', canary.loginId)
    expect(written.printed).toContainEqual(expect.stringMatching(/^ok +directory main, M-A: write: /))
    expect(written.code).toBe(0)
    expect(await world.signIn(canary, canary.password)).toBe('refused')
    const text = [...read.printed, ...written.printed, ...written.told].join('\n')
    for (const secret of [world.directory.service.password, canary.password]) expect(text).not.toContain(secret)
  })

  it('serve mirrors the member: its administrator logs in and finds the others, and the figures are there', async () => {
    const world = getWorld()
    const administrator = await world.addAccount({ role: 'administrator' })
    await importMembers(folder, ['M-A'])
    const service = await serveDirectories(folder, { main: { directory: world.directory, memberId: 'M-A' } })
    try {
      const { loginId, password } = administrator
      const login = await fetch(`${service.url}/api/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ loginId, password }),
      })
      expect(login.status).toBe(201)
      const { token } = z.object({ token: z.string() }).parse(await login.json())
      // By the product’s fold, which no directory has.
      const query = new URLSearchParams({ userName: '高橋' })
      const found = await fetch(`${service.url}/api/v1/users?${query}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const { items } = z.object({ items: z.array(z.object({ userId: z.string() })) }).parse(await found.json())
      expect(items.map(({ userId }) => userId).toSorted()).toEqual(['U-001', 'U-002'])
      const metrics = await service.readMetrics()
      expect(metrics).toContain('saihakko_directory_up{directory="main"} 1\n')
      expect(metrics).toContain('saihakko_directory_mirror_failures{directory="main",member="M-A"} 0\n')
      expect(metrics).toContain('saihakko_directory_reissues_open 0\n')
      const text = `${metrics}${service.log()}`
      for (const secret of [password, world.directory.service.password]) expect(text).not.toContain(secret)
    } finally {
      expect(await service.end('SIGTERM')).toEqual({ code: 0, signal: null })
    }
  })
})
