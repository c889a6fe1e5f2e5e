import { encodeControls } from '../security/encode-controls.ts'

/** What a command sees of the outside: given in, so that tests run commands without a process of their own. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean }
  /** Results, one line each; what would be obeyed instead of shown is encoded (P23). */
  print(line: string): void
  /** A text of this program’s own that has lines of its own, such as help. */
  printText(text: string): void
  /** Messages for the person at the terminal, one line each, encoded alike. */
  tell(line: string): void
  /** Shows progress over the same line again and again; does nothing where nobody watches. */
  showProgress(text: string): void
  /** Removes the progress shown. */
  clearProgress(): void
}

/** The terminal of this process. */
export function createProcessTerminal(): Terminal {
  const { stderr, stdout, stdin, env } = process
  const print = (line: string): void => void stdout.write(`${encodeControls(line)}\n`)
  const isWatched = stderr.isTTY
  let isShown = false
  return {
    env,
    stdin,
    print,
    printText: (text) => text.split('\n').forEach(print),
    tell: (line) => void stderr.write(`${encodeControls(line)}\n`),
    showProgress(text) {
      if (!isWatched) return
      isShown = true
      stderr.write(`\r\u001b[K${encodeControls(text)}`)
    },
    clearProgress() {
      if (isShown) stderr.write('\r\u001b[K')
      isShown = false
    },
  }
}
