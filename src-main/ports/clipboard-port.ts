/** The clipboard of the desktop. Every method may reject when there is none. */
export interface ClipboardPort {
  write(text: string): Promise<void>
  read(): Promise<string>
  clear(): Promise<void>
}
