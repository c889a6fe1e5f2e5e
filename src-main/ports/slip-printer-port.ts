export type Paper = 'A4' | 'A5'

/** A page that needs no script and no network, for paper. May hold a temporary password: kept in memory, never logged. */
export interface PaperDocument {
  readonly html: string
  /** Sent as a header: what the page may load and do. */
  readonly contentSecurityPolicy: string
  readonly paper: Paper
}

/** Puts a document on paper or into a PDF. In every outcome, an abort included, nothing of the document is left. */
export interface SlipPrinterPort {
  /** Lets the person choose a printer. False when they called it off; rejects when it could not be printed. */
  print(document: PaperDocument, signal: AbortSignal): Promise<boolean>
  /** The bytes of a PDF; rejects when it could not be made. */
  writePdf(document: PaperDocument, signal: AbortSignal): Promise<Uint8Array>
}
