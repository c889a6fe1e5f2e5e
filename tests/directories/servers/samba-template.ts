import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from './installed.ts'
import { toLdif } from './ldif.ts'
import { listSeedEntries, toWindowsUser } from './person-entries.ts'
import { runProgram } from './run-program.ts'

export const realm = 'ad.directory.test'
export const suffix = 'DC=ad,DC=directory,DC=test'
export const serviceName = 'saihakko'
/** They live in the template; whoever else reads them could reach a directory of tests on this machine. */
export const servicePassword = 'Service-Passw0rd-of-tests'
export const administratorPassword = 'Administrator-Passw0rd-of-tests'

/** Object class `user`; the rights that docs/directories.md has delegated on the folder of each member. */
const userClass = 'bf967aba-0de6-11d0-a285-00aa003049e2'
const delegated = [
  ['CR', '00299570-246d-11d0-a768-00aa006e0529', 'Reset Password'],
  ['WP', 'bf967a0a-0de6-11d0-a285-00aa003049e2', 'pwdLastSet'],
  ['WP', '28630ebf-41d5-11d1-a9c1-0000f80367c1', 'lockoutTime'],
] as const

/** Provisions a domain and fills it, offline; it can be copied elsewhere, `@FOLDER@` stands for where it is. */
export async function buildSambaTemplate(folder: string): Promise<void> {
  const tool = findProgram('samba-tool') ?? 'samba-tool'
  // Keeps the machine's own smb.conf out.
  const empty = join(folder, 'empty.conf')
  writeFileSync(empty, '')
  await runProgram(tool, [
    'domain',
    'provision',
    '-s',
    empty,
    `--realm=${realm.toUpperCase()}`,
    '--domain=DIRECTORY',
    '--server-role=dc',
    '--dns-backend=NONE',
    `--adminpass=${administratorPassword}`,
    '--host-name=dc1',
    '--host-ip=127.0.0.1',
    `--targetdir=${folder}`,
  ])
  const conf = join(folder, 'etc', 'smb.conf')
  const database = join(folder, 'private', 'sam.ldb')
  await runProgram(findProgram('ldbadd') ?? 'ldbadd', ['-H', database, `--configfile=${conf}`], { input: writeSeed() })
  const sid = await readSid(database, conf)
  const rights = delegated.map(([right, attribute]) => `(OA;CIIO;${right};${attribute};${userClass};${sid})`).join('')
  for (const member of ['M-A', 'M-B']) {
    const where = `--objectdn=OU=${member},OU=members,${suffix}`
    await runProgram(tool, ['dsacl', 'set', where, '--action=allow', `--sddl=${rights}`, '-H', database, '-s', conf])
  }
  const policy = ['--account-lockout-threshold=3', '--min-pwd-age=0', '-H', database, '-s', conf]
  await runProgram(tool, ['domain', 'passwordsettings', 'set', ...policy])
  writeFileSync(conf, readFileSync(conf, 'utf8').replaceAll(folder, '@FOLDER@'))
  rmSync(empty)
}

function writeSeed(): string {
  const service = toLdif(`CN=${serviceName},OU=services,${suffix}`, {
    objectClass: 'user',
    sAMAccountName: serviceName,
    userPrincipalName: `${serviceName}@${realm}`,
    // Never expires: nobody would be there to change it.
    userAccountControl: '66048',
  })
  const password = Buffer.from(`"${servicePassword}"`, 'utf16le').toString('base64')
  const entries = listSeedEntries(suffix, toWindowsUser).map(([dn, attributes]) => toLdif(dn, attributes))
  return `${entries.join('')}${service.trimEnd()}\nunicodePwd:: ${password}\n`
}

async function readSid(database: string, conf: string): Promise<string> {
  const search = ['-H', database, `--configfile=${conf}`, `(sAMAccountName=${serviceName})`, 'objectSid']
  const output = await runProgram(findProgram('ldbsearch') ?? 'ldbsearch', search)
  const sid = /^objectSid: (S-[\d-]+)$/m.exec(output)?.[1]
  if (sid === undefined) throw new Error('the service account has no SID')
  return sid
}
