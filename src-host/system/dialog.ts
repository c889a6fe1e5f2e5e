/** Electron's dialog, as far as zenity can show it; where there is none, asking throws rather than answers by itself. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { MessageBoxOptions } from 'electron'
import { fence, notSupported } from '../border.ts'
import { surface } from '../surface.ts'

/** zenity's exit code: 0 for the first button, 1 for the second or the closed window. */
async function runZenity(args: readonly string[]): Promise<number> {
  const child = spawn('zenity', args, { stdio: 'ignore' })
  const [code]: unknown[] = await once(child, 'exit')
  return code === 0 ? 0 : 1
}
function isOptions(value: unknown): value is MessageBoxOptions {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'message')
}

export function createDialog(isHeadless: () => boolean): object {
  const target = {
    showErrorBox(title: string, content: string) {
      process.stderr.write(`${title}\n${content}\n`) // as Electron does before the app is ready
      if (isHeadless()) return
      runZenity(['--error', '--no-markup', `--title=${title}`, `--text=${content}`]).catch(() => {}) // it has been said
    },
    /** With or without a parent window, as in Electron. At most two buttons: zenity has no more. */
    async showMessageBox(...given: unknown[]) {
      const options = given.find(isOptions)
      if (options === undefined) throw new TypeError('showMessageBox needs options with a message')
      const { message, detail = '', title = '', buttons = ['OK'], type = 'info', cancelId = 1 } = options
      const [first = 'OK', second] = buttons
      if (isHeadless()) throw notSupported('dialog.showMessageBox without a display')
      if (buttons.length > 2 || options.checkboxLabel !== undefined)
        throw notSupported('dialog.showMessageBox with more than two buttons')
      const kind =
        second === undefined ? (type === 'error' || type === 'warning' ? `--${type}` : '--info') : '--question'
      const cancel = second === undefined ? [] : [`--cancel-label=${second}`]
      const text = `--text=${[message, detail].filter((part) => part !== '').join('\n\n')}`
      const args = [kind, '--no-markup', `--title=${title}`, text, `--ok-label=${first}`, ...cancel]
      const response = await runZenity(args).catch(() => {
        throw notSupported('dialog.showMessageBox without zenity')
      })
      return { response: response === 0 || second === undefined ? 0 : cancelId, checkboxChecked: false }
    },
  }
  return fence('dialog', target, surface.dialog)
}
