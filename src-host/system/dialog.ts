/** Electron's dialog, as far as zenity can show it; where there is none, asking throws rather than answers by itself. */
import type { FileFilter, MessageBoxOptions, SaveDialogOptions } from 'electron'
import { fence, notSupported } from '../border.ts'
import { surface } from '../surface.ts'
import { runZenity } from './zenity.ts'

function isMessageOptions(value: unknown): value is MessageBoxOptions {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'message')
}
function isSaveOptions(value: unknown): value is SaveDialogOptions {
  return typeof value === 'object' && value !== null
}
/** `Text | *.txt *.csv`, the way zenity wants a filter. */
function filterArgument({ name, extensions }: FileFilter): string {
  const patterns = extensions.map((extension) => (extension === '*' ? '*' : `*.${extension}`))
  return `--file-filter=${name} | ${patterns.join(' ')}`
}

export function createDialog(isHeadless: () => boolean): object {
  async function ask(name: string, args: readonly string[]) {
    if (isHeadless()) throw notSupported(`dialog.${name} without a display`)
    return runZenity(args).catch(() => {
      throw notSupported(`dialog.${name} without zenity`)
    })
  }
  const target = {
    showErrorBox(title: string, content: string) {
      process.stderr.write(`${title}\n${content}\n`) // as Electron does before the app is ready
      if (isHeadless()) return
      runZenity(['--error', '--no-markup', `--title=${title}`, `--text=${content}`]).catch(() => {}) // it has been said
    },
    /** With or without a parent window, as in Electron. At most two buttons: zenity has no more. */
    async showMessageBox(...given: unknown[]) {
      const options = given.find(isMessageOptions)
      if (options === undefined) throw new TypeError('showMessageBox needs options with a message')
      const { message, detail = '', title = '', buttons = ['OK'], type = 'info', cancelId = 1 } = options
      const [first = 'OK', second] = buttons
      if (isHeadless()) throw notSupported('dialog.showMessageBox without a display')
      if (buttons.length > 2 || options.checkboxLabel !== undefined)
        throw notSupported('dialog.showMessageBox with more than two buttons')
      const kind =
        second === undefined ? (type === 'error' || type === 'warning' ? `--${type}` : '--info') : '--question'
      const isCancelDefault = second !== undefined && options.defaultId === 1
      const cancel = second === undefined ? [] : [`--cancel-label=${second}`]
      if (isCancelDefault) cancel.push('--default-cancel')
      const text = `--text=${[message, detail].filter((part) => part !== '').join('\n\n')}`
      const args = [kind, '--no-markup', `--title=${title}`, text, `--ok-label=${first}`, ...cancel]
      const { code } = await ask('showMessageBox', args)
      return { response: code === 0 || second === undefined ? 0 : cancelId, checkboxChecked: false }
    },
    /** Title, proposed file and filters are shown; asks before an existing file is replaced. */
    async showSaveDialog(...given: unknown[]) {
      const options = given.at(-1) // a parent window may come first
      if (!isSaveOptions(options)) throw new TypeError('showSaveDialog needs options')
      const { title = '', defaultPath = '', filters = [] } = options
      const proposed = defaultPath === '' ? [] : [`--filename=${defaultPath}`]
      const heading = title === '' ? [] : [`--title=${title}`]
      const kind = ['--file-selection', '--save', '--confirm-overwrite']
      const args = [...kind, ...heading, ...proposed, ...filters.map(filterArgument)]
      const { code, printed } = await ask('showSaveDialog', args)
      const filePath = code === 0 ? printed.replace(/\n$/, '') : ''
      return { canceled: filePath === '', filePath }
    },
  }
  return fence('dialog', target, surface.dialog)
}
