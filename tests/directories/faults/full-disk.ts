import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DirectoryAccount, DirectoryPort } from '../../../src-server/directory/directory-port.ts'
import { DirectoryError } from '../../../src-server/directory/directory-port.ts'
import { mountSmallDisk } from '../../support/small-disk.ts'
import { createPassword, inTwoDays, locate } from '../contract/contract-steps.ts'
import { startOpenLdap } from '../servers/open-ldap-server.ts'
import type { DirectoryWorld, ServerWorld, TestAccount } from '../worlds/directory-world.ts'
import { openOpenLdapWorld } from '../worlds/open-ldap-world.ts'

/** On a slapd of its own, whose disk is a small one in memory. */
export function describeFullDisk(): void {
  describe('a server whose disk is full', () => {
    it('tells truly what became of each reissue, and goes on when there is room again', async ({ skip }) => {
      const disk = mountSmallDisk(8)
      if (!disk) {
        skip('this user may not mount a disk')
        return
      }
      const { directory, server } = await startOpenLdap({ dataFolder: join(disk.folder, 'data') })
      const world = await openOpenLdapWorld(directory)
      try {
        const made = await world.addAccount()
        const port = world.open()
        const account = await locate(port, made)
        disk.fill()
        expect(await growUntilRefused(world)).toBe(true)
        // Changing an entry may still go where the database has free pages of its own.
        const seen: string[] = []
        for (let round = 0; round < 5; round += 1) seen.push(await compareOutcome(world, port, made, account))
        expect(seen).toEqual(seen.map(() => expect.stringMatching(/^(done must_change|failed refused|unknown)/)))
        disk.makeRoom()
        await port.unlock(account.accountId)
        const last = createPassword()
        await port.resetToTemporary(account, last, inTwoDays())
        expect(await world.signIn(made, last)).toBe('must_change')
      } finally {
        await world.close()
        await server.stop()
        disk.remove()
      }
    })
  })
}

/** Until the pages that were free in the database are taken as well. */
async function growUntilRefused(world: ServerWorld): Promise<boolean> {
  const grown: TestAccount[] = []
  const isRefused = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => false,
      () => true,
    )
  while (grown.length < 2000) {
    const added = await world.addAccount().catch(() => undefined)
    if (!added) break
    grown.push(added)
  }
  for (let size = 1000; size > 10; size /= 2) {
    for (const account of grown) {
      if (await isRefused(world.writeAttribute(account, 'description', 'x'.repeat(2000 - size)))) break
    }
  }
  return grown.length < 2000
}

/** What was told of a reissue, and what a login says afterwards. */
async function compareOutcome(
  world: DirectoryWorld,
  port: DirectoryPort,
  made: TestAccount,
  account: DirectoryAccount,
): Promise<string> {
  const temporary = createPassword()
  const told = await port.resetToTemporary(account, temporary, inTwoDays()).then(
    () => 'done',
    (error: unknown) => {
      if (!(error instanceof DirectoryError)) throw error
      return error.kind === 'unknown_outcome' ? 'unknown' : 'failed'
    },
  )
  return `${told} ${await world.signIn(made, temporary)}`
}
