import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkAvailability, findProgram, type Availability } from './installed.ts'
import { rootDn, serviceDn, suffix, writeOpenLdapConf, writeOpenLdapSeed } from './open-ldap-files.ts'
import { runProgram } from './run-program.ts'
import type { RunningDirectory } from './running-directory.ts'
import { makeServerCertificate } from './server-certificates.ts'
import { findFreePort, makeServerFolder, startServerProcess, type ServerProcess } from './server-process.ts'

export interface StartedDirectory {
  readonly directory: RunningDirectory
  readonly server: ServerProcess
}

export const checkOpenLdap = (): Availability =>
  checkAvailability({ programs: ['slapd', 'slapadd'], packages: 'slapd', needsRoot: false })

/** slapd on free ports of loopback, filled and under way in less than a second. */
export async function startOpenLdap(): Promise<StartedDirectory> {
  const startedAt = performance.now()
  const folder = makeServerFolder('slapd')
  try {
    const data = join(folder, 'data')
    mkdirSync(data, { recursive: true })
    const certificate = await makeServerCertificate(folder)
    // Fresh ones: whoever takes them is the server that was started here, and no other on the same port.
    const [rootPassword, servicePassword] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')]
    const conf = join(folder, 'slapd.conf')
    writeFileSync(conf, writeOpenLdapConf(folder, certificate, { rootPassword, dataFolder: data }))
    const slapd = findProgram('slapd') ?? 'slapd'
    await runProgram(findProgram('slapadd') ?? 'slapadd', ['-q', '-f', conf], {
      input: writeOpenLdapSeed(servicePassword),
    })
    const passwordFile = join(folder, 'service-password')
    writeFileSync(passwordFile, servicePassword, { mode: 0o600 })
    const [plainPort, port] = [await findFreePort(), await findFreePort()]
    const urls = `ldap://127.0.0.1:${plainPort} ldaps://127.0.0.1:${port}`
    const server = startServerProcess(folder, slapd, ['-d', '0', '-f', conf, '-h', urls])
    await stopUnless(server, () => server.waitUntilListening('127.0.0.1', port))
    const directory: RunningDirectory = {
      kind: 'open-ldap',
      version: await readVersion(slapd),
      host: '127.0.0.1',
      port,
      plainPort,
      caFile: certificate.caFile,
      pid: server.pid,
      folder,
      suffix,
      administrator: { bindDn: rootDn, password: rootPassword },
      service: { bindDn: serviceDn, password: servicePassword, passwordFile },
      startMs: performance.now() - startedAt,
    }
    return { directory, server }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** A server that does not come up is not left behind. */
export async function stopUnless(server: ServerProcess, isUp: () => Promise<void>): Promise<void> {
  try {
    await isUp()
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function readVersion(slapd: string): Promise<string> {
  const output = await runProgram('/bin/sh', ['-c', '"$1" -VV 2>&1 || true', 'sh', slapd])
  return /slapd ([\d.]+)/.exec(output)?.[1] ?? 'unknown'
}
