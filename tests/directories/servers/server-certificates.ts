import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from './installed.ts'
import { runProgram } from './run-program.ts'

export interface ServerCertificate {
  readonly caFile: string
  readonly certificateFile: string
  readonly keyFile: string
}

export interface CertificateRequest {
  /** Names and addresses that it is for; the first is its common name. */
  readonly names?: readonly string[]
  readonly addresses?: readonly string[]
  /** 0: over as soon as it is made. */
  readonly days?: number
}

const ecKey = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'.split(' ')

/** An authority of its own and a certificate from it, in `folder`. */
export async function makeServerCertificate(
  folder: string,
  { names = ['localhost'], addresses = ['127.0.0.1'], days = 3650 }: CertificateRequest = {},
): Promise<ServerCertificate> {
  const file = (name: string): string => join(folder, name)
  const openssl = (...args: string[]) => runProgram(findProgram('openssl') ?? 'openssl', args)
  const [caFile, caKey] = [file('ca.pem'), file('ca.key')]
  const [certificateFile, keyFile, request] = [file('server.pem'), file('server.key'), file('server.csr')]
  const authority = ['-days', '3650', '-subj', '/CN=Authority of the directory tests']
  await openssl('req', '-x509', ...ecKey, '-keyout', caKey, '-out', caFile, ...authority)
  await openssl('req', ...ecKey, '-keyout', keyFile, '-out', request, '-subj', `/CN=${names[0] ?? 'server'}`)
  const alternatives = [...names.map((name) => `DNS:${name}`), ...addresses.map((address) => `IP:${address}`)]
  writeFileSync(file('server.ext'), `subjectAltName=${alternatives.join(',')}\n`)
  const signing = ['-CA', caFile, '-CAkey', caKey, '-CAcreateserial', '-extfile', file('server.ext')]
  await openssl('x509', '-req', '-in', request, '-out', certificateFile, '-days', `${days}`, ...signing)
  return { caFile, certificateFile, keyFile }
}
