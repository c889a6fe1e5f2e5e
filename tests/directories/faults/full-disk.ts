import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DirectoryError, type DirectoryPort } from '../../../src-server/directory/directory-port.ts'
import { reportFault } from '../../support/fault-rounds.ts'
import { createPassword, expectKind, inTwoDays, locate } from '../contract/contract-steps.ts'
import { findProgram } from '../servers/installed.ts'
import { startOpenLdap } from '../servers/open-ldap-server.ts'
import { startOnSmallDisk } from '../servers/small-disk-server.ts'
import type { TestAccount } from '../worlds/directory-world.ts'
import { openOpenLdapWorld } from '../worlds/open-ldap-world.ts'

/** On a slapd of its own, whose disk is a small one in memory. */
export function itRefusesOnFullDisk(): void {
  it('a full disk: refuses the reset, the former password works on, and it goes on when there is room again', async ({
    skip,
  }) => {
    const options = { start: startOpenLdap, openWorld: openOpenLdapWorld, part: 'data', megabytes: 8 }
    const small = await startOnSmallDisk(options)
    if (!small) {
      skip('this user may not mount a disk')
      return
    }
    const { world, disk, directory } = small
    let backup: HungBackup | undefined
    try {
      const [spare, made] = [await world.addAccount(), await world.addAccount()]
      const port = world.open()
      const account = await locate(port, made)
      backup = await hangBackup(directory.folder)
      disk.fill()
      const doneBefore = await resetUntilRefused(port, spare)
      const temporary = createPassword()
      const error = await expectKind(port.resetToTemporary(account, temporary, inTwoDays()), 'unavailable')
      expect(error.isWritten).toBe(false)
      // In this order: slapd counts a wrong password where it still finds a page, and cannot take the count back without another.
      expect(await world.signIn(made, made.password)).toBe('works')
      expect(await world.signIn(made, temporary)).toBe('refused')
      expect((await port.get(account.accountId))?.version).toBe(account.version)
      await backup.kill()
      disk.makeRoom()
      await port.resetToTemporary(account, temporary, inTwoDays())
      expect(await world.signIn(made, temporary)).toBe('must_change')
      expect(await world.signIn(made, made.password)).toBe('refused')
      reportFault({ fault: 'disk full', where: 'OpenLDAP', times: 1, details: { 'done before': doneBefore } })
    } finally {
      await backup?.kill()
      await small.close()
    }
  })
}

interface HungBackup {
  /** Until then it keeps the disk in use. */
  kill(): Promise<void>
}

/**
 * LMDB changes an entry in pages that it has freed before, so that a full disk alone refuses nothing. It may not take those
 * that somebody still reads: a backup that nobody takes the output of reads for ever.
 */
async function hangBackup(folder: string): Promise<HungBackup> {
  const slapcat = findProgram('slapcat') ?? 'slapcat'
  const backup = spawn(slapcat, ['-f', join(folder, 'slapd.conf')], { stdio: ['ignore', 'pipe', 'ignore'] })
  const exited = once(backup, 'exit')
  await once(backup.stdout, 'readable')
  return {
    async kill() {
      backup.kill('SIGKILL')
      await exited
    },
  }
}

/** How many were done before; each answer is compared with a login. */
async function resetUntilRefused(port: DirectoryPort, made: TestAccount): Promise<number> {
  const account = await locate(port, made)
  for (let done = 0; done < 100; done += 1) {
    const temporary = createPassword()
    const refusal = await port.resetToTemporary(account, temporary, inTwoDays()).then(
      () => undefined,
      (error: unknown) => (error instanceof DirectoryError ? error.kind : String(error)),
    )
    const verdict = await port.verify(account.accountId, temporary)
    expect([refusal, verdict]).toEqual(refusal === undefined ? [undefined, 'temporary'] : ['unavailable', 'wrong'])
    if (refusal !== undefined) return done
  }
  throw new Error('the full disk has refused nothing')
}
