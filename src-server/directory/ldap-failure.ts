import { DirectoryError, type DirectoryErrorKind, type DirectoryKind } from './directory-port.ts'

/** How far an operation had come: before `write` nothing can have been changed. */
export type LdapStage = 'connect' | 'read' | 'write'

/**
 * The kind of failure behind whatever ldapts, TLS or the network throws. Of the server’s own words nothing is kept but
 * numbers: they name entries, and with them people (P22).
 */
export function readLdapFailure(error: unknown, stage: LdapStage, kind: DirectoryKind): DirectoryError {
  if (error instanceof DirectoryError) return error
  const code = readResultCode(error)
  if (code === undefined) return readTransportFailure(error, stage)
  const failure = kinds[stage](code, readWindowsStatus(error), kind)
  return new DirectoryError(failure, describeCode(error, code, stage))
}

/** The number of LDAP’s answer (RFC 4511, appendix A); undefined for what failed below LDAP. */
export function readResultCode(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
}

/** Active Directory’s reason for a refused bind, such as `773`: “data 773” in the text. */
export function readBindReason(error: unknown): string | undefined {
  return error instanceof Error ? /\bdata ([0-9a-f]+)/i.exec(error.message)?.[1]?.toLowerCase() : undefined
}

/** Active Directory’s own status, such as `0000052D`: the first thing in the text. */
export function readWindowsStatus(error: unknown): string | undefined {
  return error instanceof Error ? /^([0-9A-F]{8}):/i.exec(error.message)?.[1]?.toUpperCase() : undefined
}

const serverIsBusy = new Set([3, 51, 52, 80])

const kinds: Record<LdapStage, (code: number, status: string | undefined, kind: DirectoryKind) => DirectoryErrorKind> =
  {
    // 8, 13: TLS wanted; 49, 53: the service account is refused; 7, 12: not supported.
    connect: (code) => (serverIsBusy.has(code) ? 'unavailable' : 'misconfigured'),
    read: (code) => {
      if (serverIsBusy.has(code)) return 'unavailable'
      if (code === 50) return 'denied'
      // The base does not exist (32) or lies elsewhere (10); an attribute is unknown (17, 18, 21); the session is restricted (1, 8, 53).
      return [1, 8, 10, 12, 17, 18, 21, 32, 34, 53].includes(code) ? 'misconfigured' : 'protocol'
    },
    write: (code, status, kind) => {
      if (serverIsBusy.has(code)) return 'unavailable'
      const special = kind === 'active-directory' ? windowsKinds[status ?? ''] : undefined
      return special ?? writeKinds[code] ?? 'protocol'
    },
  }

/** 52D: length, complexity, history, age (19 from Samba, 53 from Windows); 56: the old password is wrong. */
const windowsKinds: Readonly<Record<string, DirectoryErrorKind>> = {
  '0000052D': 'password_refused',
  '00000056': 'wrong_password',
}

const writeKinds: Readonly<Record<number, DirectoryErrorKind>> = {
  8: 'misconfigured',
  10: 'misconfigured',
  12: 'misconfigured',
  13: 'misconfigured',
  // Value gone, value there already: somebody else wrote at the same time; 122: the assertion does not hold any more.
  16: 'conflict',
  17: 'misconfigured',
  19: 'password_refused',
  20: 'conflict',
  32: 'not_found',
  50: 'denied',
  // A read-only replica, or a session that may do nothing but change its own password.
  53: 'misconfigured',
  122: 'conflict',
}

/** ldapts gives plain errors for everything below LDAP, some without any code. */
function readTransportFailure(error: unknown, stage: LdapStage): DirectoryError {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code !== undefined && /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|CRL|HOSTNAME/.test(code)) {
    return new DirectoryError(stage === 'write' ? 'unknown_outcome' : 'misconfigured', `TLS: ${code}`)
  }
  const isNotSent = error instanceof Error && error.message === 'Socket connection not established'
  if (stage === 'write' && !isNotSent) return new DirectoryError('unknown_outcome', 'the answer to a write was lost')
  return new DirectoryError(
    'unavailable',
    `no ${stage === 'connect' ? 'connection' : 'answer'}: ${code ?? 'lost or too late'}`,
  )
}

function describeCode(error: unknown, code: number, stage: LdapStage): string {
  const status = readWindowsStatus(error)
  const reason = readBindReason(error)
  const numbers = [
    `LDAP ${code}`,
    ...(status === undefined ? [] : [status]),
    ...(reason === undefined ? [] : [`data ${reason}`]),
  ]
  const hint = hints[code] ?? ''
  return `${stage} refused (${numbers.join(', ')})${hint}`
}

const hints: Readonly<Record<number, string>> = {
  8: ': the server wants TLS',
  10: ': the entries live on another server, name that one',
  12: ': the server lacks a control that guards writes',
  53: ': a read-only server, or a service account that has to change its own password first',
}
