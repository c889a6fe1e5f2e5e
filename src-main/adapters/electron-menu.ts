import { app, Menu } from 'electron'
import type { MenuCommand } from '../../src-shared/ipc/command-schema.ts'
import type { SessionView } from '../../src-shared/ipc/contract.ts'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'
import { readMenuAccess } from '../windows/menu-access.ts'
import { buildMenu } from '../windows/menu-template.ts'

/**
 * The application’s menu and its about panel. `show` is to be called again when the language or the session has changed;
 * what the menu says then is the same or new, never patched. After the app is ready.
 */
export function createElectronMenu(choose: (command: MenuCommand) => void) {
  let shown: string | undefined
  return {
    show(language: Settings['language'], session: SessionView): void {
      const access = readMenuAccess(session)
      const wanted = JSON.stringify([language, access])
      // A menu that is open would close.
      if (wanted === shown) return
      shown = wanted
      const template = buildMenu({ platform: process.platform, language, appName: app.getName(), access, choose })
      Menu.setApplicationMenu(Menu.buildFromTemplate(template))
      app.setAboutPanelOptions(describeApp(language, app.getName(), app.getVersion()))
    },
  }
}

/** What the about panel shows. The licences themselves lie in the app’s resources. */
export function describeApp(language: Settings['language'], name: string, version: string) {
  const licences = {
    ja: '含まれるソフトウェアのライセンスは、アプリの Resources/legal にあります。',
    en: 'The licences of the software inside are in the app’s Resources/legal.',
  }
  return {
    applicationName: name,
    applicationVersion: version,
    copyright: 'Copyright © Saihakko',
    credits: licences[language],
  } as const
}
