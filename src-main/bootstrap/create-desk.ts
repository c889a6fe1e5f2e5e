import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { app, safeStorage, session as electronSession } from 'electron'
import type { AppInfo } from '../../src-shared/ipc/contract.ts'
import { createApiClientOnDemand } from '../adapters/axios-on-demand.ts'
import { watchDesktopBuses } from '../adapters/dbus-screen-lock.ts'
import { electronClipboard } from '../adapters/electron-clipboard.ts'
import type { FileLog } from '../adapters/electron-file-log.ts'
import { handleChannel } from '../adapters/electron-ipc.ts'
import { readIdleSeconds, watchPowerMonitor } from '../adapters/electron-power.ts'
import { createElectronMenu } from '../adapters/electron-menu.ts'
import { createElectronProxy } from '../adapters/electron-proxy.ts'
import { electronSavePdf } from '../adapters/electron-save-bytes.ts'
import { createElectronSessionVault } from '../adapters/electron-session-vault.ts'
import { createElectronSettingsStore } from '../adapters/electron-settings-store.ts'
import type { TrialServerOptions } from '../adapters/electron-trial-server.ts'
import { openSessionFile } from '../adapters/session-file.ts'
import { systemTimer } from '../adapters/system-timer.ts'
import { createAppHandlers } from '../ipc/app-handlers.ts'
import {
  createClipboardHandlers,
  createPolicyHandlers,
  createReissuesHandlers,
  createUsersHandlers,
  createVerificationsHandlers,
} from '../ipc/desk-handlers.ts'
import { createDiagnosticsHandlers } from '../ipc/diagnostics-handlers.ts'
import { createHistoryExportHandlers } from '../ipc/history-export-handlers.ts'
import { createOfflineHistoryHandlers } from '../ipc/offline-history-handlers.ts'
import { createPlaceHandlers } from '../ipc/place-handlers.ts'
import { registerHandlers } from '../ipc/register-handlers.ts'
import { createServerHandlers } from '../ipc/server-handlers.ts'
import { createSessionHandlers } from '../ipc/session-handlers.ts'
import { createSlipHandlers } from '../ipc/slip-handlers.ts'
import { createUpdatesHandlers } from '../ipc/update-handlers.ts'
import type { SlipPrinterPort } from '../ports/slip-printer-port.ts'
import type { WindowPort } from '../ports/window-port.ts'
import { webPreferences } from '../security/web-preferences.ts'
import { createClipboardService } from '../services/clipboard-service.ts'
import { createConnectionService } from '../services/connection-service.ts'
import { createContentProtectionService } from '../services/content-protection-service.ts'
import { createHandoverService } from '../services/handover-service.ts'
import { createLockService } from '../services/lock-service.ts'
import type { ManagedView } from '../services/managed-settings-service.ts'
import { createPlaceService } from '../services/place-service.ts'
import { createReissueService } from '../services/reissue-service.ts'
import { createSessionService } from '../services/session-service.ts'
import { createSettingsService } from '../services/settings-service.ts'
import { createSlipService } from '../services/slip-service.ts'
import { connectServer } from './connect-server.ts'
import { createDiagnostics } from './create-diagnostics.ts'
import { createHistoryExport } from './create-history-export.ts'
import { createOfflineHistory } from './create-offline-history.ts'
import { createUpdates } from './create-updates.ts'
import type { Environment } from './environment.ts'

/** With the tries of a reissue this makes less than half a minute until its outcome is called unknown. */
const requestTimeoutMs = 8_000
/** With the time between two heartbeats it stays under the 5 s within which the truth is told. */
const probeTimeoutMs = 4_500
/** Nothing is asked of a server before the first screen is drawn, which it would only hold up. */
const firstBeatAfterMs = 500

export interface DeskParts {
  readonly environment: Environment
  readonly managed: ManagedView
  readonly trial: TrialServerOptions
  readonly log: FileLog
  readonly window: WindowPort
  readonly slipPrinter: SlipPrinterPort
}

/** Builds every service and handler of the main process, by hand, and registers the handlers. */
export function createDesk({ environment, managed, trial, log, window, slipPrinter }: DeskParts): {
  close(): Promise<void>
} {
  const { notify } = window
  const userDataDir = app.getPath('userData')
  const timer = systemTimer
  const vault = createElectronSessionVault({
    safeStorage,
    file: openSessionFile(userDataDir),
    platform: process.platform,
    log,
  })
  const settings = createSettingsService({
    store: createElectronSettingsStore(userDataDir, log),
    defaults: {
      language: environment.language ?? systemLanguage(),
      theme: 'system',
      clipboardSeconds: 60,
      autoLockMinutes: 10,
      hideOnBlur: false,
      verbalAlphabet: 'call-centre',
      speaksAloud: false,
      passwordLength: null,
      density: 'comfortable',
    },
    managed,
    log,
    onChanged(view) {
      notify('settingsChanged', view)
      showMenu()
    },
  })
  const server = connectServer({
    environment,
    userDataDir,
    managed: managed.values,
    isServerRuleLost: managed.isServerRuleLost,
    readLanguage: () => settings.read().values.language,
    trial,
    resolveProxy: createElectronProxy(electronSession.fromPartition(webPreferences.partition)),
    onLeaving: async () => void (await session.logOut()),
    onArrived: () => {
      connection.startAnew()
      window.reloadPage()
    },
  })
  const api = createApiClientOnDemand({
    target: server.choice.target,
    identity: server.choice.identity,
    agents: server.agents,
    timeoutMs: requestTimeoutMs,
    probeTimeoutMs,
    onHeard: (heard) => connection.report(heard),
  })
  const connection = createConnectionService({
    probe: () => api.probe(),
    timer,
    hasServer: server.choice.isReady,
    isWindowFocused: window.isFocused,
    onChanged(view) {
      notify('connectionChanged', view)
      if (view.state === 'unreachable') return
      session.onReconnected()
      history.noteReconnected()
      handovers.noteReconnected()
    },
  })
  const isReachable = (): boolean => connection.read().state !== 'unreachable'
  const history = createOfflineHistory({
    vault,
    call: (operation, input, options) => session.call(operation, input, options),
    serverNow: () => new Date(timer.now().getTime() + (connection.read().clockSkewMs ?? 0)),
    isReachable: () => isReachable() && !session.read().isOffline,
    onChanged: (view) => notify('offlineHistoryChanged', view),
    log,
  })
  const session = createSessionService({
    api,
    vault,
    offlineCopy: history,
    connection,
    serverUrl: () => Promise.resolve(server.choice.identity() ?? ''),
    timer,
    onChanged(view) {
      notify('sessionChanged', view)
      showMenu()
    },
    onSecretsMustGo: () => forgetSecrets(),
    // SECURITY: S-15. Not covered: the document is destroyed, with everything that it held.
    onLocked: () => window.reloadPage(),
    onEnded() {
      places.forget()
      handovers.forget()
    },
  })
  const places = createPlaceService(session)
  const protection = createContentProtectionService(window)
  const reissues = createReissueService({
    session,
    timer,
    newId: randomUUID,
    readWishedLength: () => settings.read().values.passwordLength,
    onHeld: protection.noteSecret,
  })
  const handovers = createHandoverService({
    session,
    timer,
    onRecorded: ({ issuedAt }) => history.noteHandover(issuedAt),
    log,
  })
  const historyExport = createHistoryExport({
    list: (query) => history.list(query),
    onChanged: (view) => notify('historyExportChanged', view),
  })
  const clipboard = createClipboardService({
    clipboard: electronClipboard,
    timer,
    readSecret: (reissueId) => reissues.readSecret(reissueId),
    readHoldMs: () => settings.read().values.clipboardSeconds * 1_000,
    onChanged: (view) => notify('clipboardChanged', view),
  })
  const slips = createSlipService({
    session,
    readSecret: (reissueId) => reissues.readSecret(reissueId),
    printer: slipPrinter,
    files: electronSavePdf,
    timer,
    readAlphabet: () => settings.read().values.verbalAlphabet,
    onPrinted: (reissueId) => void handovers.note(reissueId, 'printed'),
  })
  const updates = createUpdates({
    feedAddress: managed.values.updateFeedUrl,
    log,
    onChanged: (view) => notify('updateChanged', view),
  })
  const lock = createLockService({
    session,
    timer,
    readIdleSeconds,
    readAutoLockMinutes: () => settings.read().values.autoLockMinutes,
    watches: process.platform === 'linux' ? [watchPowerMonitor, watchDesktopBuses] : [watchPowerMonitor],
  })

  const forgetSecrets = (): void => {
    reissues.forgetEverything()
    slips.forgetEverything()
    historyExport.stop()
    void clipboard.clearIfOurs().catch(() => log.warn('clipboard could not be cleared'))
  }

  async function readAppFacts(): Promise<Pick<AppInfo, 'version' | 'host' | 'storage'>> {
    const host = basename(process.execPath).startsWith('node') ? 'chromium' : 'electron'
    return { version: app.getVersion(), host, storage: await vault.storage() }
  }

  async function readInfo(): Promise<AppInfo> {
    const { choice } = server
    // The embedded server has no address before it runs; why it does not start is told here.
    const serverUrl = choice.read().kind === 'trial' ? (await choice.target()).url : choice.read().url
    const accounts = choice.trialAccounts()
    return {
      ...(await readAppFacts()),
      serverUrl,
      ...(accounts === undefined ? {} : { trial: { accounts: [...accounts] } }),
    }
  }

  const diagnostics = createDiagnostics({
    readFacts: async () => ({
      app: await readAppFacts(),
      server: server.choice.read(),
      connection: connection.read(),
      settings: settings.read(),
    }),
    readLogLines: log.readLastLines,
  })

  window.onLost(forgetSecrets)
  const menu = createElectronMenu((command) => notify('commandChosen', command))
  const showMenu = (): void => menu.show(settings.read().values.language, session.read())
  showMenu()
  registerHandlers(
    {
      app: createAppHandlers({ readInfo, settings, protectContent: protection.notePage }),
      server: createServerHandlers(server.choice, connection),
      session: createSessionHandlers(session, () => {
        showMenu()
        if (!session.read().locked) handovers.noteReconnected()
      }),
      policy: createPolicyHandlers(session),
      users: createUsersHandlers(session),
      verifications: createVerificationsHandlers(session),
      reissues: createReissuesHandlers(session, reissues, history, handovers),
      offlineHistory: createOfflineHistoryHandlers(history),
      historyExport: createHistoryExportHandlers(session, historyExport),
      slip: createSlipHandlers(slips),
      place: createPlaceHandlers(places),
      clipboard: createClipboardHandlers(session, clipboard, handovers),
      diagnostics: createDiagnosticsHandlers(diagnostics),
      updates: createUpdatesHandlers(updates),
    },
    { handle: handleChannel, log, newId: randomUUID },
  )
  let stopWaiting = (): void => undefined
  window.onShown(() => (stopWaiting = timer.after(firstBeatAfterMs, connection.start)))
  updates.start()
  void history.start()

  return {
    async close() {
      lock.stop()
      updates.stop()
      stopWaiting()
      connection.stop()
      history.stop()
      reissues.forgetEverything()
      slips.forgetEverything()
      await Promise.allSettled([clipboard.clearIfOurs(), historyExport.close(), session.close(), server.close()])
    },
  }
}

/** Japanese unless the system says English: the product is Japanese first. */
const systemLanguage = (): 'ja' | 'en' =>
  app.getPreferredSystemLanguages()[0]?.startsWith('en') === true ? 'en' : 'ja'
