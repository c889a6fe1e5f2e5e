import { readFileSync, statSync } from 'node:fs'
import type { DirectoryConfig } from '../directory/directory-config-schema.ts'
import { isLoopback } from './listen-address.ts'

type AddProblem = (path: string, message: string) => void

/**
 * Checks of the directories what the form alone cannot say, and the files that they name; what is wrong becomes problems, all
 * of them. The files are read again with every connection, so that a password can be renewed without a new start.
 */
export function checkDirectories(
  given: Readonly<Record<string, DirectoryConfig>>,
  nameOf: (path: string) => string,
  add: AddProblem,
): void {
  const owners = new Map<string, string>()
  for (const [name, config] of Object.entries(given)) {
    const addHere: AddProblem = (path, message) => add(nameOf(`directories.${name}.${path}`), message)
    checkUrl(config, addHere)
    checkMembers(name, config, owners, addHere)
    checkPasswordFile(config.bindPasswordFile, addHere)
    if (config.caFile !== undefined) checkPemFile(config.caFile, addHere)
  }
}

/** SECURITY: P1. Passwords travel in every bind and every reset. */
function checkUrl({ url, startTls }: DirectoryConfig, add: AddProblem): void {
  const { protocol, hostname, pathname, search } = new URL(url)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (protocol === 'ldaps:' && startTls) add('startTls', 'belongs to ldap://; ldaps:// is encrypted from the beginning')
  if (protocol === 'ldap:' && !startTls && !isLoopback(host))
    add('url', 'needs ldaps:// or startTls; plain LDAP may reach this machine alone')
  if (host === '') add('url', 'has no host')
  if (search !== '' || (pathname !== '' && pathname !== '/')) add('url', 'has more than a host and a port')
}

function checkMembers(name: string, { members }: DirectoryConfig, owners: Map<string, string>, add: AddProblem): void {
  for (const [index, { memberId }] of members.entries()) {
    const owner = owners.get(memberId)
    if (owner !== undefined) add(`members.${index}.memberId`, `is in the directory ${owner} already`)
    else owners.set(memberId, name)
  }
}

function checkPasswordFile(path: string, add: AddProblem): void {
  const problem = (message: string): void => add('bindPasswordFile', message)
  try {
    const { mode } = statSync(path)
    if (process.platform !== 'win32' && (mode & 0o007) !== 0)
      problem('is open to everybody on this machine: chmod o= it')
    // An empty password would be an anonymous bind, which succeeds and proves nothing.
    else if (readFileSync(path, 'utf8').trim() === '') problem('is empty')
  } catch (error) {
    problem(describeUnreadable(error))
  }
}

function checkPemFile(path: string, add: AddProblem): void {
  try {
    if (!readFileSync(path, 'utf8').includes('-----BEGIN CERTIFICATE-----'))
      add('caFile', 'holds no certificate in PEM form')
  } catch (error) {
    add('caFile', describeUnreadable(error))
  }
}

/** Names the error by its code; its message would repeat the path. */
export function describeUnreadable(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return `cannot be read (${error.code})`
  return 'cannot be read'
}
