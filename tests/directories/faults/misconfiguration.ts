import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startTlsFront } from '../../support/tls-front.ts'
import { createPassword, expectKind, inTwoDays, locate } from '../contract/contract-steps.ts'
import { makeServerCertificate, type CertificateRequest } from '../servers/server-certificates.ts'
import { makeServerFolder } from '../servers/server-process.ts'
import type { ServerWorld } from '../worlds/directory-world.ts'

export function describeMisconfiguration(getWorld: () => ServerWorld): void {
  describe('a directory that is set up wrongly', () => {
    const certificates: readonly (readonly [string, CertificateRequest, boolean])[] = [
      ['expired', { days: 0 }, true],
      ['for another name', { names: ['elsewhere.test'], addresses: ['127.0.0.2'] }, true],
      ['from an unknown authority', {}, false],
    ]
    it.each(certificates)('trusts no certificate that is %s, and sends nothing', async (_, request, isKnown) => {
      const world = getWorld()
      const folder = makeServerFolder('certificate')
      const { accountId } = await locate(world.open(), await world.addAccount())
      try {
        const { caFile, certificateFile, keyFile } = await makeServerCertificate(folder, request)
        const files = { cert: readFileSync(certificateFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
        const front = await startTlsFront(files, world.directory.plainPort)
        const known = isKnown ? caFile : world.directory.caFile
        const { port } = world.openOwn({ url: `ldaps://127.0.0.1:${front.port}`, caFile: known })
        await expectKind(port.search('高橋', 5), 'misconfigured')
        await expectKind(port.get(accountId), 'misconfigured')
        const findings = await port.selfTest()
        expect(findings.some(({ outcome }) => outcome === 'failed')).toBe(true)
        expect(front.received()).toBe(0)
        await front.close()
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })

    it('works over StartTLS, and checks the certificate there as well', async () => {
      const world = getWorld()
      const { host, plainPort } = world.directory
      const url = `ldap://${host}:${plainPort}`
      const made = await world.addAccount()
      const { port } = world.openOwn({ url, startTls: true })
      const temporary = createPassword()
      await port.resetToTemporary(await locate(port, made), temporary, inTwoDays())
      expect(await world.signIn(made, temporary)).toBe('must_change')
      const folder = makeServerFolder('certificate')
      try {
        const { caFile } = await makeServerCertificate(folder)
        const untrusting = world.openOwn({ url, startTls: true, caFile })
        await expectKind(untrusting.port.search('高橋', 5), 'misconfigured')
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })

    it('is told by a service account that is not let in, and by a subtree that is not there', async () => {
      const world = getWorld()
      const wrongPassword = join(world.directory.folder, 'wrong-password')
      writeFileSync(wrongPassword, 'Certainly-wrong-1', { mode: 0o600 })
      const outsider = world.openOwn({ bindPasswordFile: wrongPassword })
      const error = await expectKind(outsider.port.search('高橋', 5), 'misconfigured')
      expect(error.detail).not.toContain('Certainly-wrong-1')
      const nowhere = world.openOwn({ baseDn: `ou=nowhere,${world.directory.suffix}` })
      // Nobody may take all accounts for deleted.
      await expectKind(nowhere.port.readChanges(null)[Symbol.asyncIterator]().next(), 'misconfigured')
    })

    it('has no rights in a part: denied, and nothing is changed', async () => {
      const world = getWorld()
      const made = await world.addAccount({ member: 'M-X' })
      const port = world.open('M-X')
      const account = await locate(port, made)
      const temporary = createPassword()
      const error = await expectKind(port.resetToTemporary(account, temporary, inTwoDays()), 'denied')
      expect(error.detail).not.toContain(temporary)
      expect(error.detail).not.toContain(made.loginId)
      expect(await world.signIn(made, made.password)).toBe('works')
      expect(await world.signIn(made, temporary)).toBe('refused')
      // OpenLDAP tells nobody what they may do: there it takes an account to try.
      const findings = await port.selfTest(account.accountId)
      const failed = findings.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)
      expect(failed.some((check) => check === 'reset_right' || check === 'write')).toBe(true)
    })

    it('is told to be in order where it is, by reading and by an account to try', async () => {
      const world = getWorld()
      const port = world.open()
      const read = await port.selfTest()
      expect(read.filter(({ outcome }) => outcome === 'failed')).toEqual([])
      expect(read.map(({ check }) => check)).toEqual(expect.arrayContaining(['connect', 'tls', 'bind', 'read']))
      const made = await world.addAccount()
      const { accountId } = await locate(port, made)
      const written = await port.selfTest(accountId)
      expect(written).toContainEqual(expect.objectContaining({ check: 'write', outcome: 'ok' }))
      expect(written.filter(({ outcome }) => outcome === 'failed')).toEqual([])
      for (const { detail } of written) expect(detail).not.toContain(made.loginId)
      expect(await world.signIn(made, made.password)).toBe('refused')
    })
  })
}
