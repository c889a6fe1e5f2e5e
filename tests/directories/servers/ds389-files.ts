import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toLdif } from './ldif.ts'
import { listSeedEntries, toInetOrgPerson } from './person-entries.ts'

export const suffix = 'dc=directory,dc=test'
export const serviceDn = `cn=saihakko,ou=services,${suffix}`
export const managerDn = 'cn=Directory Manager'
const serverTemplate = '/usr/share/dirsrv/data/template-dse.ldif'

export interface Ds389Settings {
  readonly folder: string
  readonly plainPort: number
  readonly port: number
  readonly managerPassword: string
}

/** Folders below the server’s own; it makes none of them itself. */
export const folders = ['lock', 'tmp', 'config', 'ldif', 'bak', 'run', 'inst', 'log', 'db', 'home'] as const

/**
 * The configuration that `dscreate` would write from the package’s template, without its systemctl and its sleeps, with the
 * password policy of docs/directories.md.
 */
export function writeDs389Configuration({ folder, plainPort, port, managerPassword }: Ds389Settings): string {
  const at = (name: string): string => join(folder, name)
  const values: Record<string, string> = {
    schema_dir: at('config/schema'),
    lock_dir: at('lock'),
    tmp_dir: at('tmp'),
    cert_dir: at('config'),
    ldif_dir: at('ldif'),
    bak_dir: at('bak'),
    run_dir: at('run'),
    inst_dir: at('inst'),
    log_dir: at('log'),
    config_dir: at('config'),
    db_dir: at('db'),
    db_home_dir: at('home'),
    db_lib: 'bdb',
    fqdn: 'localhost',
    ds_port: `${plainPort}`,
    ds_user: 'root',
    rootdn: managerDn,
    ds_passwd: hashPassword(managerPassword),
    ldapi_enabled: 'off',
    ldapi: at('run/ldapi'),
    ldapi_autobind: 'off',
    ds_suffix: suffix,
  }
  const filled = readFileSync(serverTemplate, 'utf8').replaceAll(/%(\w+)%/g, (_, name: string) => values[name] ?? '')
  const settings = {
    'nsslapd-listenhost': '127.0.0.1',
    'nsslapd-securelistenhost': '127.0.0.1',
    'nsslapd-security': 'on',
    'nsslapd-secureport': `${port}`,
    // The second before each log line is flushed is not worth a test’s while.
    'nsslapd-accesslog-logging-enabled': 'off',
    'nsslapd-securitylog-logging-enabled': 'off',
    passwordMustChange: 'on',
    passwordChange: 'on',
    passwordLockout: 'on',
    passwordMaxFailure: '3',
    passwordUnlock: 'off',
    passwordCheckSyntax: 'on',
    passwordMinLength: '12',
    passwordStorageScheme: 'SSHA512',
    passwordHistory: 'on',
    passwordInHistory: '3',
    passwordTrackUpdateTime: 'on',
    passwordTPRMaxUse: '-1',
    passwordTPRDelayExpireAt: '180000',
    passwordTPRDelayValidFrom: '-1',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}: ${value}\n`)
  const backend = toLdif('cn=userRoot,cn=ldbm database,cn=plugins,cn=config', {
    objectClass: ['top', 'extensibleObject', 'nsBackendInstance'],
    cn: 'userRoot',
    'nsslapd-suffix': suffix,
    'nsslapd-directory': at('db/userRoot'),
  })
  const tree = toLdif(`cn="${suffix}",cn=mapping tree,cn=config`, {
    objectClass: ['top', 'extensibleObject', 'nsMappingTree'],
    cn: suffix,
    'nsslapd-state': 'backend',
    'nsslapd-backend': 'userRoot',
  })
  return `${filled.replace(/^nsslapd-port: .*\n/m, (line) => line + lines.join('')).trimEnd()}\n\n${backend}${tree}`
}

/** Everything that lives there, for ldif2db, with the rights of docs/directories.md. */
export function writeDs389Seed(servicePassword: string): string {
  const allow = (name: string, attributes: string, rights: string, whom: string): string =>
    `(targetattr ${attributes})(version 3.0; acl "${name}"; allow (${rights}) userdn = "ldap:///${whom}";)`
  const written = '= "userPassword || accountUnlockTime || passwordRetryCount || pwdTPRExpireAt"'
  const aci: Readonly<Record<string, readonly string[]>> = {
    [suffix]: [
      allow('users change their own password', '= "userPassword"', 'write', 'self'),
      allow('users read themselves', '!= "userPassword"', 'read, search, compare', 'self'),
    ],
    [`ou=members,${suffix}`]: [allow('reissue desk reads', '!= "userPassword"', 'read, search, compare', serviceDn)],
    [`ou=M-A,ou=members,${suffix}`]: [allow('reissue desk resets', written, 'write', serviceDn)],
    [`ou=M-B,ou=members,${suffix}`]: [allow('reissue desk resets', written, 'write', serviceDn)],
  }
  return [
    toLdif(suffix, { objectClass: ['top', 'domain'], dc: 'directory', aci: aci[suffix] }),
    ...listSeedEntries(suffix, toInetOrgPerson).map(([dn, entry]) => toLdif(dn, { ...entry, aci: aci[dn] })),
    toLdif(serviceDn, {
      objectClass: ['applicationProcess', 'simpleSecurityObject'],
      cn: 'saihakko',
      userPassword: servicePassword,
    }),
  ].join('')
}

/** The server takes none in the clear from its configuration. */
function hashPassword(password: string): string {
  const salt = randomBytes(8)
  const digest = createHash('sha512').update(password).update(salt).digest()
  return `{SSHA512}${Buffer.concat([digest, salt]).toString('base64')}`
}
