import type { TestProject } from 'vitest/node'
import { checkDs389, startDs389 } from './ds389-server.ts'
import { isRequired, type Availability } from './installed.ts'
import { checkOpenLdap, startOpenLdap, type StartedDirectory } from './open-ldap-server.ts'
import type { ProvidedDirectory } from './running-directory.ts'
import { checkSamba, startSamba } from './samba-server.ts'
import { removeLeftFolders } from './server-process.ts'

/** Vitest’s global set-up: every server that is installed, all at once, for the whole run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeLeftFolders()
  const started: StartedDirectory[] = []
  const provide = async (
    availability: Availability,
    start: () => Promise<StartedDirectory>,
  ): Promise<ProvidedDirectory> => {
    if (!availability.isThere) {
      const { reason, isInstalled } = availability
      return { isRunning: false, reason, isAllowed: isInstalled || !isRequired() }
    }
    try {
      const one = await start()
      started.push(one)
      const { kind, version, startMs } = one.directory
      process.stdout.write(`directories: ${kind} ${version} started in ${(startMs / 1000).toFixed(1)} s\n`)
      return { isRunning: true, directory: one.directory }
    } catch (error) {
      return { isRunning: false, reason: `did not start: ${String(error)}`, isAllowed: false }
    }
  }
  const [openLdap, activeDirectory, ds389] = await Promise.all([
    provide(checkOpenLdap(), startOpenLdap),
    provide(checkSamba(), startSamba),
    provide(checkDs389(), startDs389),
  ])
  project.provide('directories', { openLdap, activeDirectory, ds389 })
  return async () => {
    await Promise.all(started.map(({ server }) => server.stop()))
  }
}
