import { app, Menu } from 'electron'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'
import { buildMenu } from '../windows/menu-template.ts'

/** Sets the menu for this system, or none; to be called again when the language changes. After the app is ready. */
export function applyMenu(language: Settings['language']): void {
  const template = buildMenu({ platform: process.platform, language, appName: app.getName() })
  Menu.setApplicationMenu(template && Menu.buildFromTemplate(template))
  if (template) app.setAboutPanelOptions(describeApp(language, app.getName(), app.getVersion()))
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
