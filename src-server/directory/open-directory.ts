import { readFile } from 'node:fs/promises'
import { createAccountQueue } from './account-queue.ts'
import { createActiveDirectory } from './active-directory.ts'
import { activeDirectoryDialect, createActiveDirectoryChangeMarks } from './active-directory-dialect.ts'
import { checkActiveDirectory } from './active-directory-checks.ts'
import type { DirectoryConfig } from './directory-config-schema.ts'
import { DirectoryError, type DirectoryPort } from './directory-port.ts'
import { checkDs389 } from './ds389-checks.ts'
import { createDs389Directory } from './ds389-directory.ts'
import { ds389ChangeMarks, ds389Dialect } from './ds389-dialect.ts'
import { createLdapAccountReader, type LdapScope } from './ldap-account-reader.ts'
import { readLdapChanges, type LdapChangeMarks } from './ldap-change-feed.ts'
import { createLdapConnections, type LdapConnections } from './ldap-connections.ts'
import type { AttributeMapping, LdapDialect } from './ldap-dialect.ts'
import type { LdapDirectoryParts } from './ldap-directory-parts.ts'
import { parseConfiguredFilter } from './ldap-filter.ts'
import { testLdapDirectory, type CheckKind } from './ldap-self-test.ts'
import { readLdapTarget } from './ldap-target.ts'
import { checkOpenLdap } from './open-ldap-checks.ts'
import { createOpenLdapDirectory } from './open-ldap-directory.ts'
import { openLdapChangeMarks, openLdapDialect } from './open-ldap-dialect.ts'
import { createSentPasswords } from './sent-passwords.ts'
import type { DirectorySecrets, OpenedDirectory } from './opened-directory.ts'

/** What makes a kind of server. */
interface Kind {
  readonly dialect: LdapDialect
  createMarks(connections: LdapConnections): LdapChangeMarks
  createPort(parts: LdapDirectoryParts): DirectoryPort
  readonly check: CheckKind
}

const kinds: Readonly<Record<DirectoryConfig['kind'], Kind>> = {
  'open-ldap': {
    dialect: openLdapDialect,
    createMarks: () => openLdapChangeMarks,
    createPort: createOpenLdapDirectory,
    check: checkOpenLdap,
  },
  'active-directory': {
    dialect: activeDirectoryDialect,
    createMarks: createActiveDirectoryChangeMarks,
    createPort: createActiveDirectory,
    check: checkActiveDirectory,
  },
  ds389: {
    dialect: ds389Dialect,
    createMarks: () => ds389ChangeMarks,
    createPort: createDs389Directory,
    check: checkDs389,
  },
}

/**
 * One directory of the configuration, with a port for each of its members; connects when it is first asked for something.
 * Without `secrets` the files of the configuration are read at every connect. Throws DirectoryError `misconfigured` for what
 * can be seen to be wrong without connecting.
 */
export function openDirectory(config: DirectoryConfig, secrets?: DirectorySecrets): OpenedDirectory {
  const kind = kinds[config.kind]
  const target = readLdapTarget(config, secrets?.ca)
  const connections = createLdapConnections({
    kind: config.kind,
    target,
    bindDn: config.bindDn,
    readBindPassword: async () => secrets?.bindPassword ?? (await readPasswordFile(config.bindPasswordFile)),
    timeoutMs: config.timeoutMs,
  })
  const inOrder = createAccountQueue()
  const sent = createSentPasswords()
  const userFilter = parseConfiguredFilter(config.userFilter)
  const ports = new Map(
    config.members.map(({ memberId, baseDn, administratorFilter }) => {
      const scope: LdapScope = {
        baseDn,
        userFilter,
        administratorFilter: administratorFilter === undefined ? undefined : parseConfiguredFilter(administratorFilter),
        mapping: readMapping(kind.dialect.mapping, config.attributes),
      }
      const reader = createLdapAccountReader(connections, kind.dialect, scope)
      const selfTestParts = { connections, target, dialect: kind.dialect, reader, scope }
      const port: DirectoryPort = kind.createPort({
        connections,
        reader,
        inOrder,
        sent,
        shared: {
          kind: config.kind,
          search: async (text, limit) => await reader.search(text, limit),
          get: async (accountId) => (await reader.find(accountId))?.account,
          readChanges: (since) => readLdapChanges(connections, reader, kind.createMarks(connections), scope, since),
          selfTest: async (accountId) =>
            await testLdapDirectory(
              selfTestParts,
              kind.check,
              accountId === undefined ? undefined : { accountId, port },
            ),
          // The connections are shared with the other members: `OpenedDirectory.close` ends them.
          close: async () => undefined,
        },
      })
      return [memberId, port] as const
    }),
  )
  return { ofMember: (memberId) => ports.get(memberId), close: async () => await connections.close() }
}

/** The password is everything but the end of the line. */
async function readPasswordFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new DirectoryError('misconfigured', 'bindPasswordFile cannot be read')
  })
  const password = text.replace(/\r?\n$/, '')
  if (password === '') throw new DirectoryError('misconfigured', 'bindPasswordFile is empty')
  return password
}

function readMapping(defaults: AttributeMapping, own: DirectoryConfig['attributes']): AttributeMapping {
  return {
    userId: own.userId ?? defaults.userId,
    loginId: own.loginId ?? defaults.loginId,
    userName: own.userName ?? defaults.userName,
    phone: own.phone ?? defaults.phone,
    fax: own.fax ?? defaults.fax,
    email: own.email ?? defaults.email,
  }
}
