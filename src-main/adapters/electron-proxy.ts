import type { Session } from 'electron'

/**
 * The system’s proxies for an address, from its settings or its PAC file, as a list like `PROXY proxy.example:8080; DIRECT`. A
 * host that does not know them connects directly.
 */
export function createElectronProxy(session: Session): (url: string) => Promise<string> {
  return async (url) => {
    try {
      return await session.resolveProxy(url)
    } catch {
      return 'DIRECT'
    }
  }
}
