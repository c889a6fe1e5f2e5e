import { ipcContract, type AppInfo } from '../../src-shared/ipc/contract.ts'
import type { SettingsService } from '../services/settings-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

export function createAppHandlers(readInfo: () => Promise<AppInfo>, settings: SettingsService): BoundArea<'app'> {
  const contract = ipcContract.app
  return {
    readInfo: bindChannel(contract.readInfo, readInfo),
    readSettings: bindChannel(contract.readSettings, () => settings.read()),
    updateSettings: bindChannel(contract.updateSettings, ({ language, theme }) =>
      settings.update({ ...(language === undefined ? {} : { language }), ...(theme === undefined ? {} : { theme }) }),
    ),
  }
}
