import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { getCACertificates, type ConnectionOptions } from 'node:tls'
import { isLoopback } from '../config/listen-address.ts'
import type { DirectoryConfig } from './directory-config-schema.ts'
import { DirectoryError } from './directory-port.ts'

/** Where a directory is reached, and how it proves who it is. */
export interface LdapTarget {
  readonly url: string
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'start-tls' | 'loopback'
  /** PEM text of the authority to trust, read at every connect: a renewed one needs no restart. */
  readCa(): Promise<string | undefined>
}

/**
 * Throws DirectoryError `misconfigured` for a directory that would be spoken to in the clear (passwords travel there), and
 * while NODE_DEBUG makes the LDAP library print the passwords of writes.
 */
export function readLdapTarget(
  config: Pick<DirectoryConfig, 'url' | 'startTls' | 'caFile'>,
  ca: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LdapTarget {
  if (printsPasswords(environment['NODE_DEBUG'])) {
    throw new DirectoryError('misconfigured', 'NODE_DEBUG names ldapts, which prints passwords: unset it')
  }
  const url = new URL(config.url)
  const host = url.hostname.replaceAll(/^\[|\]$/g, '')
  const isTls = url.protocol === 'ldaps:'
  if (isTls && config.startTls) {
    throw new DirectoryError('misconfigured', 'startTls is for ldap:// alone: ldaps:// is TLS from the first byte')
  }
  if (!isTls && !config.startTls && !isLoopback(host)) {
    throw new DirectoryError('misconfigured', 'plain ldap:// to another machine: use ldaps:// or startTls')
  }
  const { caFile } = config
  return {
    url: config.url,
    host,
    port: url.port === '' ? (isTls ? 636 : 389) : Number(url.port),
    security: isTls ? 'tls' : config.startTls ? 'start-tls' : 'loopback',
    readCa: async () => ca ?? (caFile === undefined ? undefined : await readPemFile(caFile)),
  }
}

/** The certificate is always verified, and always against the host of the URL (StartTLS would check "localhost"). */
export async function readTlsOptions(target: LdapTarget): Promise<ConnectionOptions> {
  const ca = await target.readCa()
  return {
    host: target.host,
    // An address cannot be a server name (RFC 6066); it is held against the certificate all the same.
    ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
    ca: ca ?? [...getCACertificates('default'), ...getCACertificates('system')],
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
  }
}

/** NODE_DEBUG is a list of sections with `*` as a wildcard. */
function printsPasswords(nodeDebug: string | undefined): boolean {
  return (nodeDebug ?? '').split(',').some((section) => {
    const name = section.trim().toLowerCase()
    const [start = '', ...rest] = name.split('*')
    return name === 'ldapts' || (rest.length > 0 && 'ldapts'.startsWith(start))
  })
}

async function readPemFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    throw new DirectoryError('misconfigured', 'caFile cannot be read')
  }
}
