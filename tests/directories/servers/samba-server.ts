import { randomInt } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkAvailability, findProgram, type Availability } from './installed.ts'
import { stopUnless, type StartedDirectory } from './open-ldap-server.ts'
import { runProgram } from './run-program.ts'
import type { RunningDirectory } from './running-directory.ts'
import {
  administratorPassword,
  buildSambaTemplate,
  realm,
  servicePassword,
  serviceName,
  suffix,
} from './samba-template.ts'
import { makeServerCertificate } from './server-certificates.ts'
import { makeServerFolder, startServerProcess } from './server-process.ts'
import { copyTemplate, provideTemplate } from './templates.ts'

export const checkSamba = (): Availability =>
  checkAvailability({
    programs: ['samba', 'samba-tool', 'ldbadd', 'ldbsearch'],
    files: ['/usr/share/samba/setup/ad-schema'],
    packages: 'samba samba-ad-dc samba-ad-provision samba-dsdb-modules winbind ldb-tools',
    // The ports of LDAP cannot be chosen, and sysvol wants its owners.
    needsRoot: true,
  })

/** A domain controller of Samba on 389 and 636 of a random address of loopback. */
export async function startSamba(): Promise<StartedDirectory> {
  const startedAt = performance.now()
  const binary = findProgram('samba') ?? 'samba'
  const version = (await runProgram(binary, ['--version'])).trim().replace(/^Version /, '')
  const template = await provideTemplate({
    name: 'samba',
    serverVersion: version,
    madeBy: ['samba-template.ts', 'golden-people.ts', 'person-entries.ts'],
    build: buildSambaTemplate,
  })
  const folder = makeServerFolder('samba')
  try {
    await copyTemplate(template, folder)
    const host = `127.${randomInt(10, 250)}.${randomInt(1, 250)}.${randomInt(2, 250)}`
    const names = [`dc1.${realm}`, 'localhost']
    // Its own authority: whoever shows this certificate is the server that was started here.
    const { caFile, certificateFile, keyFile } = await makeServerCertificate(folder, { names, addresses: [host] })
    chmodSync(keyFile, 0o600)
    const conf = join(folder, 'etc', 'smb.conf')
    const settings = [
      `interfaces = ${host}/8`,
      'bind interfaces only = yes',
      'server services = ldap',
      'tls enabled = yes',
      `tls keyfile = ${keyFile}`,
      `tls certfile = ${certificateFile}`,
      `tls cafile = ${caFile}`,
      `pid directory = ${folder}/run`,
      `ncalrpc dir = ${folder}/run/ncalrpc`,
      `ntp signd socket directory = ${folder}/run/ntp`,
      `winbindd socket directory = ${folder}/run/winbindd`,
      `log file = ${folder}/log/log.%m`,
    ]
    const global = `[global]\n${settings.map((line) => `\t${line}`).join('\n')}`
    // What the provisioning has chosen would also start file shares and more.
    const given = readFileSync(conf, 'utf8')
      .replaceAll('@FOLDER@', folder)
      .replace(/^\s*server services = .*$/m, '')
    writeFileSync(conf, given.replace('[global]', global))
    for (const name of ['run', 'log']) mkdirSync(join(folder, name), { recursive: true })
    const passwordFile = join(folder, 'service-password')
    writeFileSync(passwordFile, servicePassword, { mode: 0o600 })
    const server = startServerProcess(folder, binary, ['-F', '-M', 'single', '--debug-stdout', '-d1', '-s', conf])
    await stopUnless(server, () => server.waitUntilListening(host, 636))
    const directory: RunningDirectory = {
      kind: 'active-directory',
      version,
      host,
      port: 636,
      plainPort: 389,
      pid: server.pid,
      folder,
      suffix,
      caFile,
      administrator: { bindDn: `administrator@${realm}`, password: administratorPassword },
      service: { bindDn: `${serviceName}@${realm}`, password: servicePassword, passwordFile },
      startMs: performance.now() - startedAt,
    }
    return { directory, server }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}
