import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folders, managerDn, serviceDn, suffix, writeDs389Configuration, writeDs389Seed } from './ds389-files.ts'
import { checkAvailability, findProgram, type Availability } from './installed.ts'
import { stopUnless, type StartedDirectory } from './open-ldap-server.ts'
import { runProgram } from './run-program.ts'
import type { RunningDirectory } from './running-directory.ts'
import { makeServerCertificate, type ServerCertificate } from './server-certificates.ts'
import { findFreePort, makeServerFolder, startServerProcess } from './server-process.ts'
import { copyTemplate, provideTemplate } from './templates.ts'

export const checkDs389 = (): Availability =>
  checkAvailability({
    programs: ['ns-slapd', 'certutil', 'pk12util'],
    files: ['/usr/share/dirsrv/data/template-dse.ldif', '/etc/dirsrv/schema'],
    packages: '389-ds-base openssl',
    needsRoot: true,
  })

/** It lives in the template; whoever else reads it could reach a directory of tests on this machine. */
const servicePassword = 'Service-Passw0rd-of-tests'

/** 389 Directory Server on free ports of loopback. */
export async function startDs389(): Promise<StartedDirectory> {
  const startedAt = performance.now()
  const binary = findProgram('ns-slapd') ?? 'ns-slapd'
  const version = await readVersion(binary)
  const template = await provideTemplate({
    name: 'ds389',
    serverVersion: version,
    madeBy: ['ds389-files.ts', 'ds389-server.ts', 'golden-people.ts', 'person-entries.ts', 'server-certificates.ts'],
    build: (folder) => buildTemplate(folder, binary),
  })
  const folder = makeServerFolder('ds389')
  try {
    await copyTemplate(template, folder)
    const [plainPort, port] = [await findFreePort(), await findFreePort()]
    // A fresh one: whoever takes it is the server that was started here, and no other on the same port.
    const managerPassword = randomBytes(16).toString('hex')
    const config = join(folder, 'config')
    const settings = { folder, plainPort, port, managerPassword }
    writeFileSync(join(config, 'dse.ldif'), writeDs389Configuration(settings), { mode: 0o600 })
    const passwordFile = join(folder, 'service-password')
    writeFileSync(passwordFile, servicePassword, { mode: 0o600 })
    const server = startServerProcess(folder, binary, ['-D', config, '-i', join(folder, 'run', 'pid'), '-d', '0'])
    await stopUnless(server, () => server.waitUntilListening('127.0.0.1', port))
    const directory: RunningDirectory = {
      kind: 'ds389',
      version,
      host: '127.0.0.1',
      port,
      plainPort,
      pid: server.pid,
      folder,
      suffix,
      caFile: join(folder, 'ca.pem'),
      administrator: { bindDn: managerDn, password: managerPassword },
      service: { bindDn: serviceDn, password: servicePassword, passwordFile },
      startMs: performance.now() - startedAt,
    }
    return { directory, server }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Folders, certificate and a filled database; the configuration is written at each start. */
async function buildTemplate(folder: string, binary: string): Promise<void> {
  for (const name of folders) mkdirSync(join(folder, name))
  cpSync('/etc/dirsrv/schema', join(folder, 'config', 'schema'), { recursive: true })
  cpSync('/etc/dirsrv/config', join(folder, 'config'), { recursive: true })
  await importCertificate(join(folder, 'config'), await makeServerCertificate(folder))
  const settings = { folder, plainPort: 1, port: 2, managerPassword: randomBytes(16).toString('hex') }
  writeFileSync(join(folder, 'config', 'dse.ldif'), writeDs389Configuration(settings), { mode: 0o600 })
  const seed = join(folder, 'ldif', 'seed.ldif')
  writeFileSync(seed, writeDs389Seed(servicePassword))
  await runProgram(binary, ['ldif2db', '-D', join(folder, 'config'), '-n', 'userRoot', '-i', seed], { cwd: folder })
  for (const name of ['run', 'log', 'lock', 'home']) {
    rmSync(join(folder, name), { recursive: true, force: true })
    mkdirSync(join(folder, name))
  }
}

/** The server takes its certificate from a database of NSS, under this name. */
async function importCertificate(database: string, certificate: ServerCertificate): Promise<void> {
  const { caFile, certificateFile, keyFile } = certificate
  const bundle = join(database, 'server.p12')
  const certutil = findProgram('certutil') ?? 'certutil'
  await runProgram(certutil, ['-N', '-d', database, '--empty-password'])
  await runProgram(certutil, ['-A', '-d', database, '-n', 'Authority', '-t', 'CT,,', '-i', caFile])
  const pack = ['-export', '-in', certificateFile, '-inkey', keyFile, '-name', 'Server-Cert', '-passout', 'pass:']
  await runProgram(findProgram('openssl') ?? 'openssl', ['pkcs12', ...pack, '-out', bundle])
  await runProgram(findProgram('pk12util') ?? 'pk12util', ['-i', bundle, '-d', database, '-W', '', '-K', ''])
  rmSync(bundle)
}

async function readVersion(binary: string): Promise<string> {
  const output = await runProgram('/bin/sh', ['-c', '"$1" -v 2>&1 || true', 'sh', binary])
  return /389-Directory\/(\S+)/.exec(output)?.[1] ?? 'unknown'
}
