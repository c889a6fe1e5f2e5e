/** A file of a release, as the feed and its signature name it. */
export interface ReleasedFile {
  /** A plain file name; it lies beside the feed. */
  readonly name: string
  /** Of the whole file, in base64. */
  readonly sha512: string
}

/**
 * What a release’s signature is made over (E45): the product, the version and the hash of every file, each in a line.
 * The order of `files` does not matter. Names and versions hold no line break: their schemas see to that.
 */
export function composeUpdateStatement(version: string, files: readonly ReleasedFile[]): string {
  const lines = files.map(({ name, sha512 }) => `file ${name} ${sha512}`).sort()
  return ['saihakko-desk update 1', `version ${version}`, ...lines, ''].join('\n')
}
