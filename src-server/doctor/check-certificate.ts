import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { TlsFiles } from '../listener.ts'
import { fail, ok, warn, type Finding } from './finding.ts'

const what = 'certificate'
const renewInDays = 30
const renew = 'Renew it, then send the server SIGHUP'

/** Whether the certificate is valid now, for a while to come, and of this key. */
export function checkCertificate(tls: TlsFiles | undefined, now: Date): Finding {
  if (!tls) return ok(what, 'none is configured; only this machine is served')
  const certificate = readPem(() => new X509Certificate(tls.cert))
  const key = readPem(() => createPrivateKey(tls.key))
  if (!certificate) return fail(what, 'is not PEM', 'Set SAIHAKKO_TLS_CERT to the certificate with its chain')
  if (!key) return fail(what, 'the key cannot be read', 'Set SAIHAKKO_TLS_KEY to a PEM file without a passphrase')
  if (!certificate.checkPrivateKey(key)) {
    return fail(what, 'is not of this key', 'Set SAIHAKKO_TLS_CERT and SAIHAKKO_TLS_KEY to a pair')
  }
  const [validFrom, validTo] = [new Date(certificate.validFrom), new Date(certificate.validTo)]
  const day = validTo.toISOString().slice(0, 10)
  if (validFrom > now) return fail(what, `is not valid before ${validFrom.toISOString()}`, 'Check the clock, or wait')
  if (validTo <= now) return fail(what, `expired on ${day}`, renew)
  const days = Math.floor((validTo.getTime() - now.getTime()) / 86_400_000)
  if (days < renewInDays) return warn(what, `expires on ${day}, in ${days} days`, renew)
  return ok(what, `valid until ${day}`)
}

function readPem<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
