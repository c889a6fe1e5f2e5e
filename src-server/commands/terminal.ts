/** What a command sees of the outside: given in, so that tests run commands without a process of their own. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean }
  /** Results, one line each. */
  print(line: string): void
  /** Messages for the person at the terminal, one line each. */
  tell(line: string): void
  /** Shows progress over the same line again and again; does nothing where nobody watches. */
  showProgress(text: string): void
  /** Removes the progress shown. */
  clearProgress(): void
}

/** The terminal of this process. */
export function createProcessTerminal(): Terminal {
  const { stderr, stdout, stdin, env } = process
  const isWatched = stderr.isTTY
  let isShown = false
  return {
    env,
    stdin,
    print: (line) => void stdout.write(`${line}\n`),
    tell: (line) => void stderr.write(`${line}\n`),
    showProgress(text) {
      if (!isWatched) return
      isShown = true
      stderr.write(`\r\u001b[K${text}`)
    },
    clearProgress() {
      if (isShown) stderr.write('\r\u001b[K')
      isShown = false
    },
  }
}
