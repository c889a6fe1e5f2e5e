import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { stringify } from 'yaml'
import { runServerCommand } from '../e2e/run-server-command.ts'
import { startServe, type ServeProcess } from '../support/serve-process.ts'
import { makeDataDirectory } from '../support/test-database.ts'
import type { RunningDirectory } from './servers/running-directory.ts'
import { findFreePort } from './servers/server-process.ts'
import { createSettings } from './worlds/directory-settings.ts'

export interface DirectoryService extends ServeProcess {
  readMetrics(): Promise<string>
}

/** The configuration file of a server whose members live in these directories, by name; the path. */
export function writeConfiguration(
  folder: string,
  directories: Readonly<Record<string, { readonly directory: RunningDirectory; readonly memberId: string }>>,
  settings: Readonly<Record<string, string>> = {},
): string {
  const path = join(folder, 'server.yaml')
  const entries = Object.entries(directories).map(
    ([name, { directory, memberId }]) => [name, createSettings(directory, {}, [memberId])] as const,
  )
  writeFileSync(path, stringify({ ...settings, directories: Object.fromEntries(entries) }))
  return path
}

/** Makes the data directory of a server with those members, whose users are still to come. */
export async function importMembers(folder: string, memberIds: readonly string[]): Promise<void> {
  const csv = join(folder, 'members.csv')
  writeFileSync(csv, ['memberId,memberName', ...memberIds.map((id) => `${id},会員 ${id}`)].join('\n'))
  await makeDataDirectory(join(folder, 'data'))
  await runServerCommand(join(folder, 'data'), { args: ['import-members', csv] })
}

/** `saihakko-server serve` over that data directory, when it has mirrored each of the members once. */
export async function serveDirectories(
  folder: string,
  directories: Parameters<typeof writeConfiguration>[1],
): Promise<DirectoryService> {
  const members = Object.values(directories).map(({ memberId }) => memberId)
  const metricsListen = `127.0.0.1:${await findFreePort()}`
  const configuration = writeConfiguration(folder, directories, { metricsListen })
  const server = await startServe({ dataDir: join(folder, 'data'), args: ['--config', configuration] })
  const readMetrics = async (): Promise<string> => (await fetch(`http://${metricsListen}/metrics`)).text()
  const deadline = Date.now() + 15_000
  for (;;) {
    const metrics = await readMetrics()
    if (members.every((memberId) => isMirrored(metrics, memberId))) return { ...server, readMetrics }
    if (Date.now() > deadline) {
      await server.end('SIGTERM')
      throw new Error(`not mirrored: ${server.log()}`)
    }
    await pause(50)
  }
}

const isMirrored = (metrics: string, memberId: string): boolean =>
  new RegExp(`^saihakko_directory_mirror_age_seconds\\{directory="[^"]+",member="${memberId}"\\} `, 'm').test(metrics)
