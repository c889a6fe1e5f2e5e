/**
 * The proxy of the environment variables that command line programs share (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY;
 * the lower-case name wins, as in curl). Chromium reads the desktop's settings; Node, which talks to the server here,
 * has none but these.
 */

const DIRECT = 'DIRECT'
/** Scheme of a proxy's address → its word in a PAC answer, and its usual port. */
const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  'http:': ['PROXY', '80'],
  'https:': ['HTTPS', '443'],
  'socks:': ['SOCKS5', '1080'],
  'socks4:': ['SOCKS', '1080'],
  'socks5:': ['SOCKS5', '1080'],
  'socks5h:': ['SOCKS5', '1080'],
}

type Environment = Readonly<Record<string, string | undefined>>

function read(env: Environment, name: string): string {
  return env[name.toLowerCase()] ?? env[name] ?? ''
}
const portOf = ({ port, protocol }: URL) => port || (protocol === 'https:' || protocol === 'wss:' ? '443' : '80')
/** Chromium never sends these through a proxy either ("implicit bypass rules"). */
const isOwnMachine = (host: string) => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(host)

/** `*`, `example.com` (and below), `.example.com`, `*.example.com`, each with or without a port. */
function isExcepted(url: URL, list: string): boolean {
  const host = url.hostname.toLowerCase()
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [, name = entry, port] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? []
      const domain = name.replace(/^\*?\./, '')
      const isThere = host === domain || host.endsWith(`.${domain}`)
      return isThere && (port === undefined || port === portOf(url))
    })
}

/**
 * How to reach an address, in the words of a PAC file: `DIRECT`, or `PROXY host:port` and the like. A proxy's user name
 * and password have no place in them and are left out.
 *
 * @throws for a proxy that cannot be read: going round it silently would be worse
 */
export function resolveProxy(address: string, env: Environment): string {
  const url = new URL(address)
  const isSecure = url.protocol === 'https:' || url.protocol === 'wss:'
  const named = read(env, isSecure ? 'HTTPS_PROXY' : 'HTTP_PROXY') || read(env, 'ALL_PROXY')
  if (named === '' || isOwnMachine(url.hostname) || isExcepted(url, read(env, 'NO_PROXY'))) return DIRECT
  const proxy = URL.parse(/^[a-z0-9]+:\/\//i.test(named) ? named : `http://${named}`)
  const kind = proxy === null ? undefined : KINDS[proxy.protocol]
  if (proxy === null || kind === undefined || proxy.hostname === '')
    throw new Error('The proxy that the environment names cannot be read') // its text may hold a password
  const [word, usualPort] = kind
  return `${word} ${proxy.hostname}:${proxy.port || usualPort}`
}
