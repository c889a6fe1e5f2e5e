const namesOfThisMachine = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/

/**
 * A server’s address as it is kept and compared, without a trailing slash; undefined when it cannot be used. Passwords go
 * there: https, or http to this machine alone (E1). No user name, query or fragment: none of them belongs to a server. What
 * was typed with an input method still on is understood (U1), and https is meant where no scheme was typed.
 */
export function parseServerAddress(text: string): string | undefined {
  const typed = text.normalize('NFKC').trim()
  if (/[\s\\?#@]/.test(typed)) return undefined
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
  if (!URL.canParse(address)) return undefined
  const { protocol, hostname, host, pathname } = new URL(address)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && namesOfThisMachine.test(hostname))
  if (!isSafe || hostname === '') return undefined
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`
}
