/** What somebody has chosen on the first-start screen. */
export type ServerChoice =
  { readonly kind: 'given'; readonly url: string; readonly trustedFingerprint?: string } | { readonly kind: 'trial' }

/** Where the choice is kept over restarts. Reading never throws: what is damaged reads as no choice. */
export interface ServerStorePort {
  read(): ServerChoice | undefined
  write(choice: ServerChoice): void
}
