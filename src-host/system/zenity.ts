/** zenity, the program that shows dialogs for others: https://help.gnome.org/users/zenity/ */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** zenity's exit code: 0 for the first button, 1 for the second or the closed window; and what it printed. Rejects where it is not installed. */
export async function runZenity(args: readonly string[]): Promise<{ code: 0 | 1; printed: string }> {
  const child = spawn('zenity', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  const [code]: unknown[] = await once(child, 'close')
  return { code: code === 0 ? 0 : 1, printed }
}
