import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { toLdif } from './ldif.ts'
import { listSeedEntries, toInetOrgPerson } from './person-entries.ts'
import type { ServerCertificate } from './server-certificates.ts'

export const suffix = 'dc=directory,dc=test'
export const serviceDn = `cn=saihakko,ou=services,${suffix}`
/** As one that somebody set up with `write` instead of `=mw`: point 1 of what bites. */
export const writerDn = `cn=writer,ou=services,${suffix}`
export const rootDn = `cn=root,${suffix}`

const stateAttributes = 'pwdReset,pwdEndTime,pwdAccountLockedTime,pwdFailureTime,pwdPolicySubentry,pwdChangedTime'

/** slapd.conf: access, limits and policy as docs/directories.md asks for them. */
export function writeOpenLdapConf(
  folder: string,
  { caFile, certificateFile, keyFile }: ServerCertificate,
  { rootPassword, dataFolder }: { rootPassword: string; dataFolder: string },
): string {
  const modules = ['/usr/lib/ldap', '/usr/lib/openldap', '/usr/lib64/openldap'].find((at) => existsSync(at))
  const schemas = ['/etc/ldap/schema', '/etc/openldap/schema'].find((at) => existsSync(at)) ?? '/etc/ldap/schema'
  const includes = ['core', 'cosine', 'inetorgperson', 'namedobject'].map((name) => join(schemas, `${name}.schema`))
  return `
${includes.map((file) => `include ${file}`).join('\n')}
${modules === undefined ? '' : `modulepath ${modules}`}
moduleload back_mdb
moduleload ppolicy
pidfile ${folder}/slapd.pid
argsfile ${folder}/slapd.args
TLSCACertificateFile ${caFile}
TLSCertificateFile ${certificateFile}
TLSCertificateKeyFile ${keyFile}
sizelimit 500

database mdb
suffix "${suffix}"
rootdn "${rootDn}"
rootpw ${rootPassword}
directory ${dataFolder}
maxsize 67108864
dbnosync
index objectClass,entryCSN,entryUUID,modifyTimestamp eq
index uid,employeeNumber,cn,displayName,mail eq,sub
index pwdReset,pwdEndTime,pwdAccountLockedTime pres,eq
limits dn.exact="${serviceDn}" size.soft=200 size.hard=1000 size.pr=500 size.prtotal=none time=10
access to dn.subtree="ou=M-X,ou=members,${suffix}" attrs=userPassword,${stateAttributes}
  by dn.exact="${serviceDn}" search
  by anonymous auth
  by * none
access to attrs=userPassword
  by dn.exact="${serviceDn}" =mw
  by dn.exact="${writerDn}" =w
  by self =wx
  by anonymous auth
  by * none
access to attrs=${stateAttributes}
  by dn.exact="${serviceDn}" write
  by dn.exact="${writerDn}" write
  by * none
access to *
  by dn.exact="${serviceDn}" read
  by dn.exact="${writerDn}" read
  by self read
  by anonymous auth
  by * none
overlay ppolicy
ppolicy_default "cn=users,ou=policies,${suffix}"
ppolicy_hash_cleartext
ppolicy_use_lockout
`
}

/** Everything that lives there, for slapadd. */
export function writeOpenLdapSeed(servicePassword: string): string {
  const policy = (name: string, rules: Record<string, string>): string =>
    toLdif(`cn=${name},ou=policies,${suffix}`, {
      objectClass: ['namedPolicy', 'pwdPolicy'],
      cn: name,
      pwdAttribute: 'userPassword',
      ...rules,
    })
  const service = (dn: string, cn: string): string =>
    toLdif(dn, {
      objectClass: ['applicationProcess', 'simpleSecurityObject'],
      cn,
      userPassword: servicePassword,
      pwdPolicySubentry: `cn=services,ou=policies,${suffix}`,
    })
  return [
    toLdif(suffix, { objectClass: ['dcObject', 'organization'], dc: 'directory', o: 'Directory of the tests' }),
    ...listSeedEntries(suffix, toInetOrgPerson).map(([dn, attributes]) => toLdif(dn, attributes)),
    toLdif(`ou=policies,${suffix}`, { objectClass: 'organizationalUnit', ou: 'policies' }),
    policy('users', {
      pwdInHistory: '3',
      pwdCheckQuality: '2',
      pwdMinLength: '12',
      pwdMaxFailure: '3',
      pwdLockout: 'TRUE',
      pwdLockoutDuration: '0',
      pwdFailureCountInterval: '600',
      pwdMustChange: 'TRUE',
      pwdAllowUserChange: 'TRUE',
      pwdSafeModify: 'TRUE',
    }),
    policy('services', {}),
    service(serviceDn, 'saihakko'),
    service(writerDn, 'writer'),
  ].join('')
}
