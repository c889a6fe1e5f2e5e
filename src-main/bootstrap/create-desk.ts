import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { app } from 'electron'
import type { AppInfo } from '../../src-shared/ipc/contract.ts'
import { createAxiosApiClient } from '../adapters/axios-api-client.ts'
import { electronClipboard } from '../adapters/electron-clipboard.ts'
import { handleChannel } from '../adapters/electron-ipc.ts'
import { createElectronSettingsStore } from '../adapters/electron-settings-store.ts'
import { systemTimer } from '../adapters/system-timer.ts'
import { createAppHandlers } from '../ipc/app-handlers.ts'
import {
  createClipboardHandlers,
  createPolicyHandlers,
  createReissuesHandlers,
  createUsersHandlers,
  createVerificationsHandlers,
} from '../ipc/desk-handlers.ts'
import { registerHandlers } from '../ipc/register-handlers.ts'
import { createSessionHandlers } from '../ipc/session-handlers.ts'
import type { LogPort } from '../ports/log-port.ts'
import type { Notify } from '../ports/notify-port.ts'
import { createClipboardService } from '../services/clipboard-service.ts'
import { createConnectionService } from '../services/connection-service.ts'
import { createReissueService } from '../services/reissue-service.ts'
import { createSessionService } from '../services/session-service.ts'
import { createSettingsService } from '../services/settings-service.ts'
import type { ConnectedServer } from './connect-server.ts'
import type { Environment } from './environment.ts'

/** With the tries of a reissue this makes less than half a minute until its outcome is called unknown. */
const requestTimeoutMs = 8_000

export interface DeskParts {
  readonly server: ConnectedServer
  readonly environment: Environment
  readonly log: LogPort
  readonly notify: Notify
}

/** Builds every service and handler of the main process, by hand, and registers the handlers. */
export function createDesk({ server, environment, log, notify }: DeskParts): { close(): Promise<void> } {
  const api = createAxiosApiClient({
    serverUrl: server.url,
    timeoutMs: requestTimeoutMs,
    onReachable: (isReachable) => connection.report(isReachable),
  })
  const connection = createConnectionService({
    probe: () => api.probe(),
    timer: systemTimer,
    onChanged: (view) => notify('connectionChanged', view),
  })
  const session = createSessionService({
    api,
    onChanged: (view) => notify('sessionChanged', view),
    onSecretsMustGo: () => forgetSecrets(),
  })
  const reissues = createReissueService({ session, timer: systemTimer, newId: randomUUID })
  const clipboard = createClipboardService({
    clipboard: electronClipboard,
    timer: systemTimer,
    readSecret: (reissueId) => reissues.readSecret(reissueId),
    onChanged: (view) => notify('clipboardChanged', view),
  })
  const settings = createSettingsService(createElectronSettingsStore(), {
    language: environment.language ?? systemLanguage(),
    theme: 'system',
  })

  const forgetSecrets = (): void => {
    reissues.forgetEverything()
    void clipboard.clearIfOurs().catch(() => log.warn('clipboard could not be cleared'))
  }

  async function readInfo(): Promise<AppInfo> {
    const [serverUrl, accounts] = await Promise.all([server.url(), server.trialAccounts()])
    return {
      version: app.getVersion(),
      host: basename(process.execPath).startsWith('node') ? 'chromium' : 'electron',
      serverUrl,
      ...(accounts === undefined ? {} : { trial: { accounts: [...accounts] } }),
    }
  }

  registerHandlers(
    {
      app: createAppHandlers(readInfo, settings),
      session: createSessionHandlers(session),
      policy: createPolicyHandlers(session),
      users: createUsersHandlers(session),
      verifications: createVerificationsHandlers(session),
      reissues: createReissuesHandlers(session, reissues),
      clipboard: createClipboardHandlers(session, clipboard),
    },
    { handle: handleChannel, log, newId: randomUUID },
  )

  return {
    async close() {
      connection.stop()
      reissues.forgetEverything()
      await clipboard.clearIfOurs()
    },
  }
}

/** Japanese unless the system says English: the product is Japanese first. */
const systemLanguage = (): 'ja' | 'en' =>
  app.getPreferredSystemLanguages()[0]?.startsWith('en') === true ? 'en' : 'ja'
