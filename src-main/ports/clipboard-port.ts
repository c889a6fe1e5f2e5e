/** The clipboard of the desktop. Every method may reject when there is none. */
export interface ClipboardPort {
  /** Writes text together with the marks that keep it out of clipboard histories. */
  writeSecret(text: string): Promise<void>
  read(): Promise<string>
  clear(): Promise<void>
}
