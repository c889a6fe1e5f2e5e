import { ipcContract, type AppInfo } from '../../src-shared/ipc/contract.ts'
import type { SettingsService } from '../services/settings-service.ts'
import { bindChannel, type BoundArea } from './bind-channel.ts'

export interface AppHandlerDependencies {
  readonly readInfo: () => Promise<AppInfo>
  readonly settings: SettingsService
  /** Keeps the window out of screen captures, or lets it into them again (E39). */
  readonly protectContent: (isOn: boolean) => void
}

export function createAppHandlers({ readInfo, settings, protectContent }: AppHandlerDependencies): BoundArea<'app'> {
  const contract = ipcContract.app
  return {
    readInfo: bindChannel(contract.readInfo, readInfo),
    readSettings: bindChannel(contract.readSettings, () => settings.read()),
    updateSettings: bindChannel(contract.updateSettings, (changes) => settings.update(changes)),
    protectContent: bindChannel(contract.protectContent, ({ isOn }) => {
      protectContent(isOn)
      return {}
    }),
  }
}
