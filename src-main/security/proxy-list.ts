export interface Proxy {
  readonly isSecure: boolean
  readonly host: string
  readonly port: number
}

/**
 * The proxy to use of a list as the system words it (`PROXY proxy.example:8080; DIRECT`); undefined for a direct connection.
 * The first entry that is understood counts; SOCKS is not.
 */
export function chooseProxy(list: string): Proxy | undefined {
  for (const entry of list.split(';')) {
    const [kind = '', address = ''] = entry.trim().split(/\s+/)
    if (kind.toUpperCase() === 'DIRECT') return undefined
    const proxy = readProxy(kind.toUpperCase(), address)
    if (proxy) return proxy
  }
  return undefined
}

function readProxy(kind: string, address: string): Proxy | undefined {
  if (kind !== 'PROXY' && kind !== 'HTTP' && kind !== 'HTTPS') return undefined
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([^:/@\s]+))(?::(\d{1,5}))?$/i.exec(address) ?? []
  const host = bracketed ?? plain
  if (host === undefined) return undefined
  const isSecure = kind === 'HTTPS'
  return { isSecure, host, port: port === undefined ? (isSecure ? 443 : 80) : Number(port) }
}
