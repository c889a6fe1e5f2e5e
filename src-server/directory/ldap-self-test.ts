import { randomBytes } from 'node:crypto'
import type { Entry } from 'ldapts'
import { DirectoryError, type DirectoryFinding, type DirectoryPort } from './directory-port.ts'
import type { LdapAccountReader, LdapScope } from './ldap-account-reader.ts'
import type { LdapConnections } from './ldap-connections.ts'
import type { LdapTarget } from './ldap-target.ts'
import type { LdapDialect } from './ldap-dialect.ts'
import { binaryAttributes, readText } from './ldap-entry.ts'
import { createAllFilter } from './ldap-filter.ts'

export interface SelfTestParts {
  readonly connections: LdapConnections
  readonly target: LdapTarget
  readonly dialect: LdapDialect
  readonly reader: LdapAccountReader
  readonly scope: LdapScope
}

/** The checks that each kind of server answers in its own way: rights, policy, clock. `sample` is one user. */
export type CheckKind = (parts: SelfTestParts, root: Entry, sample: Entry) => Promise<readonly DirectoryFinding[]>

type WriteChecked = Pick<DirectoryPort, 'get' | 'resetToTemporary' | 'verify' | 'expire'>

const rootAttributes = ['namingContexts', 'defaultNamingContext', 'currentTime', 'dnsHostName', 'supportedControl']

/** Never rejects: what fails becomes a finding, and ends the checks that build on it. */
export async function testLdapDirectory(
  parts: SelfTestParts,
  checkKind: CheckKind,
  canary: { readonly accountId: string; readonly port: WriteChecked } | undefined,
): Promise<readonly DirectoryFinding[]> {
  const findings: DirectoryFinding[] = []
  let step: DirectoryFinding['check'] = 'connect'
  try {
    const root = await readRoot(parts.connections)
    findings.push(
      ok('connect', 'the server answers'),
      checkTransport(parts.target),
      ok('bind', 'the service account is let in'),
    )
    step = 'read'
    const { sample, findings: mapping } = await checkMapping(parts)
    findings.push(...mapping)
    step = 'policy'
    if (sample) findings.push(...((await unlessRefused(() => checkKind(parts, root, sample))) ?? [notTold]))
    step = 'write'
    if (canary) findings.push(...(await checkWriting(canary.port, canary.accountId)))
  } catch (error) {
    findings.push(readFinding(error, step))
  }
  return findings
}

async function readRoot(connections: LdapConnections): Promise<Entry> {
  const { searchEntries } = await connections.read(async (client) =>
    client.search('', { scope: 'base', attributes: rootAttributes }),
  )
  const [root] = searchEntries
  if (!root) throw new DirectoryError('misconfigured', 'the root entry cannot be read')
  return root
}

function checkTransport(target: LdapTarget): DirectoryFinding {
  if (target.security === 'loopback') return warn('tls', 'none; allowed within this machine alone')
  return ok('tls', target.security === 'tls' ? 'ldaps, certificate verified' : 'StartTLS, certificate verified')
}

/** How many users lack what: all of them are read, as the synchronisation does. */
async function checkMapping({ connections, dialect, reader, scope }: SelfTestParts) {
  const missing = new Map<string, number>()
  let count = 0
  let sample: Entry | undefined
  const filter = createAllFilter([scope.userFilter])
  const options = {
    filter,
    attributes: [...reader.attributes],
    explicitBufferAttributes: [...binaryAttributes],
    paged: { pageSize: 500 },
  }
  for await (const page of connections.readPages(scope.baseDn, options)) {
    for (const entry of page) {
      count += 1
      sample ??= entry
      for (const attribute of [dialect.idAttribute, ...Object.values(scope.mapping)]) {
        if (readText(entry, attribute) === undefined) missing.set(attribute, (missing.get(attribute) ?? 0) + 1)
      }
    }
  }
  const read =
    count === 0
      ? failed('read', 'no user in the subtree: check baseDn, userFilter and the right to read')
      : ok('read', `${count} users in the subtree`)
  return { sample, findings: count === 0 ? [read] : [read, describeMissing(missing, dialect, scope, count)] }
}

function describeMissing(
  missing: ReadonlyMap<string, number>,
  dialect: LdapDialect,
  { mapping }: LdapScope,
  count: number,
): DirectoryFinding {
  const list = [...missing].map(([attribute, lacking]) => `${attribute} ${lacking}`).join(', ')
  const needed = [dialect.idAttribute, mapping.loginId]
  if (needed.some((attribute) => missing.has(attribute))) {
    return failed('mapping', `of ${count} users lack: ${list}; without ${needed.join(' and ')} a user is not shown`)
  }
  if (missing.has(mapping.userId) || missing.has(mapping.userName)) {
    return warn('mapping', `of ${count} users lack: ${list}; the login stands in for ${mapping.userId}`)
  }
  return ok('mapping', list === '' ? 'every user has every attribute' : `of ${count} users lack: ${list}`)
}

/** A whole reissue of the account that was named for it. Its password is lost afterwards. */
async function checkWriting(port: WriteChecked, accountId: string): Promise<readonly DirectoryFinding[]> {
  const account = await port.get(accountId)
  if (!account) return [failed('write', 'the account named for the check is not in the subtree')]
  const password = `Zz9-${randomBytes(18).toString('base64url')}`
  const receipt = await port.resetToTemporary(account, password, new Date(Date.now() + 3_600_000))
  const verdict = await port.verify(accountId, password)
  await port.expire(accountId, receipt.version)
  const after = await port.verify(accountId, password)
  if (verdict !== 'temporary') return [failed('write', `the temporary password was taken as ${verdict}`)]
  if (after === 'temporary' || after === 'chosen')
    return [failed('write', 'the temporary password went on after its end')]
  return [
    ok('reset_right', 'a reset was let through'),
    ok('write', 'reset, forced change and end of validity all work'),
  ]
}

function readFinding(error: unknown, step: DirectoryFinding['check']): DirectoryFinding {
  if (!(error instanceof DirectoryError)) return failed(step, 'an unexpected failure')
  if (error.detail.startsWith('TLS'))
    return failed('tls', `${error.detail}: check caFile, the host in url, and the server’s certificate`)
  if (step === 'connect' && error.kind === 'misconfigured')
    return failed('bind', `${error.detail}: check bindDn and the password`)
  return failed(step, `${error.kind}: ${error.detail}`)
}

/** Undefined for what the service account may not ask; what is not reached throws. */
export async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DirectoryError && error.kind !== 'unavailable') return undefined
    throw error
  }
}

type Check = DirectoryFinding['check']
export const ok = (check: Check, detail: string): DirectoryFinding => ({ check, outcome: 'ok', detail })
export const warn = (check: Check, detail: string): DirectoryFinding => ({ check, outcome: 'warning', detail })
export const failed = (check: Check, detail: string): DirectoryFinding => ({ check, outcome: 'failed', detail })
const notTold = warn('policy', 'the server tells the service account neither its rights nor the policy')
