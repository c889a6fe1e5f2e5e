/** What the system says about its keychain. */
export interface StorageFacts {
  readonly platform: string
  /** By the asynchronous API. On Linux it also says yes to a key that everybody knows. */
  readonly isAsyncAvailable: boolean
  /** By the synchronous API, which says no to that key. */
  readonly isSyncAvailable: boolean
  /** Linux alone has a choice of them. */
  readonly backend: string | undefined
}

/** Backends that hide nothing. */
const hidesNothing: ReadonlySet<string | undefined> = new Set([undefined, 'basic_text', 'unknown'])

/** Where a secret may be kept over a restart: in the system’s keychain, or nowhere (E36). */
export function chooseStorageMode(facts: StorageFacts): 'keychain' | 'memory' {
  if (!facts.isAsyncAvailable) return 'memory'
  if (facts.platform !== 'linux') return 'keychain'
  return facts.isSyncAvailable && !hidesNothing.has(facts.backend) ? 'keychain' : 'memory'
}
