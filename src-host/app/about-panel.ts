/** Electron's about panel: a plain dialog, through zenity. */
import type { AboutPanelOptionsOptions } from 'electron'
import { notSupported } from '../border.ts'
import { runZenity } from '../system/zenity.ts'

/** What the panel says, line by line; as in Electron on Linux, only what the app has set. */
export function aboutText(options: AboutPanelOptionsOptions): string {
  const { applicationName = '', applicationVersion = '', copyright = '', authors = [], credits = '' } = options
  const name = [applicationName, applicationVersion].filter((part) => part !== '').join(' ')
  const lines = [name, copyright, authors.join(', '), credits, options.website ?? '']
  return lines.filter((line) => line !== '').join('\n')
}

export function createAboutPanel(isHeadless: () => boolean) {
  let options: AboutPanelOptionsOptions = {}
  return {
    setOptions(given: AboutPanelOptionsOptions) {
      options = given
    },
    show() {
      if (isHeadless()) throw notSupported('app.showAboutPanel without a display')
      const text = aboutText(options)
      const title = options.applicationName ?? ''
      runZenity(['--info', '--no-markup', `--title=${title}`, `--text=${text}`]).catch(() => {
        process.stderr.write(`${text}\n`) // no zenity: said, if not shown
      })
    },
  }
}
