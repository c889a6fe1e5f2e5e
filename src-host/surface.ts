/**
 * The one list of what the host offers of Electron's API. Everything else throws (see border.ts).
 *
 * The compiler holds every name against Electron's own declarations, so an Electron version that drops or renames
 * something stops the type check here. `members` are also checked by signature, in the file that implements them
 * (`satisfies Pick<App, …>`); `objects` hand out objects of the host's own and are checked by name only.
 */
import type * as Electron from 'electron'

type Names<T> = readonly (keyof T)[]
/** `E` when Electron declares the event for `T`, else `never`. */
type KnownEvent<T extends { on: unknown }, E extends string> = T['on'] extends (event: E, listener: never) => unknown
  ? E
  : never

/** Lets only such event names through as Electron declares for `T`. */
function eventsOf<T extends { on: unknown }>() {
  return <const E extends readonly string[]>(names: E & { [K in keyof E]: KnownEvent<T, E[K] & string> }): E => names
}

// prettier-ignore
export const surface = {
  app: {
    members: ['whenReady', 'isReady', 'quit', 'exit', 'focus', 'getPath', 'setPath', 'getName', 'setName', 'getVersion',
      'getAppPath', 'getLocale', 'getPreferredSystemLanguages', 'isPackaged', 'enableSandbox',
      'requestSingleInstanceLock', 'hasSingleInstanceLock', 'releaseSingleInstanceLock',
      'setAboutPanelOptions', 'showAboutPanel'],
    objects: ['commandLine'],
    events: eventsOf<Electron.App>()(['ready', 'before-quit', 'will-quit', 'quit', 'window-all-closed', 'activate',
      'second-instance', 'web-contents-created', 'browser-window-created', 'render-process-gone', 'child-process-gone']),
  },
  commandLine: { members: ['appendSwitch', 'appendArgument', 'hasSwitch', 'getSwitchValue', 'removeSwitch'] },
  BrowserWindow: { objects: ['getAllWindows', 'getFocusedWindow', 'fromWebContents', 'fromId'] },
  browserWindow: {
    members: ['id', 'loadURL', 'show', 'focus', 'close', 'destroy', 'isDestroyed', 'isVisible', 'isFocused',
      'isMinimized', 'isMaximized', 'minimize', 'maximize', 'restore', 'getBounds', 'getNormalBounds', 'setBounds', 'setTitle', 'getTitle',
      'setContentProtection', 'isContentProtected'],
    objects: ['webContents'],
    events: eventsOf<Electron.BrowserWindow>()(['ready-to-show', 'close', 'closed', 'show', 'focus', 'blur', 'minimize',
      'restore', 'maximize', 'unmaximize', 'resize', 'move', 'page-title-updated']),
  },
  webContents: {
    members: ['id', 'getURL', 'isDestroyed', 'isLoading', 'send', 'reload', 'close', 'print', 'printToPDF',
      'executeJavaScript', 'isCrashed', 'forcefullyCrashRenderer', 'takeHeapSnapshot'],
    objects: ['session', 'mainFrame', 'setWindowOpenHandler', 'capturePage'],
    events: eventsOf<Electron.WebContents>()(['will-navigate', 'will-frame-navigate', 'will-redirect',
      'will-attach-webview', 'did-finish-load', 'did-fail-load', 'dom-ready', 'render-process-gone', 'destroyed',
      'console-message', 'preload-error', 'page-title-updated']),
  },
  WebContents: { objects: ['getAllWebContents', 'getFocusedWebContents', 'fromId', 'fromDevToolsTargetId'] },
  frame: { members: ['url', 'origin', 'name', 'isDestroyed'], objects: ['parent', 'top'] },
  image: { members: ['toPNG', 'toDataURL', 'isEmpty', 'getSize'] },
  ipcMain: { objects: ['handle', 'handleOnce', 'removeHandler'] },
  protocol: { members: ['handle', 'unhandle', 'isProtocolHandled', 'registerSchemesAsPrivileged'] },
  Session: { objects: ['defaultSession', 'fromPartition'] },
  session: {
    members: ['clearStorageData', 'resolveProxy'],
    objects: ['protocol', 'setPermissionRequestHandler', 'setPermissionCheckHandler'],
    events: eventsOf<Electron.Session>()(['will-download']),
  },
  downloadItem: { members: ['getURL', 'getFilename', 'cancel'] },
  clipboard: { members: ['readText', 'writeText', 'clear', 'has'], objects: ['read', 'write'] },
  nativeTheme: {
    members: ['themeSource', 'shouldUseDarkColors'],
    events: eventsOf<Electron.NativeTheme>()(['updated']),
  },
  Menu: { objects: ['buildFromTemplate', 'setApplicationMenu', 'getApplicationMenu'] },
  menu: { objects: ['items', 'getMenuItemById'] },
  screen: { objects: ['getAllDisplays'] },
  shell: { members: ['openExternal'] },
  dialog: { objects: ['showErrorBox', 'showMessageBox', 'showSaveDialog'] },
  crashReporter: { members: ['start', 'getUploadToServer', 'getUploadedReports', 'getLastCrashReport'] },
  powerMonitor: {
    members: ['getSystemIdleTime', 'getSystemIdleState'],
    events: eventsOf<Electron.PowerMonitor>()(['suspend', 'resume', 'lock-screen', 'unlock-screen']),
  },
  safeStorage: {
    members: ['isEncryptionAvailable', 'isAsyncEncryptionAvailable', 'encryptString', 'decryptString',
      'encryptStringAsync', 'decryptStringAsync', 'getSelectedStorageBackend'],
  },
  UtilityProcess: { objects: ['fork'] },
  utilityProcess: {
    members: ['postMessage', 'kill', 'pid', 'stdout', 'stderr'],
    events: eventsOf<Electron.UtilityProcess>()(['spawn', 'message', 'exit']),
  },
} as const

// Each entry's names exist in Electron's declarations, or this line does not compile.
surface satisfies {
  app: Entry<Electron.App>
  commandLine: Entry<Electron.CommandLine>
  BrowserWindow: Entry<typeof Electron.BrowserWindow>
  browserWindow: Entry<Electron.BrowserWindow>
  webContents: Entry<Electron.WebContents>
  WebContents: Entry<typeof Electron.webContents>
  frame: Entry<Electron.WebFrameMain>
  image: Entry<Electron.NativeImage>
  ipcMain: Entry<Electron.IpcMain>
  protocol: Entry<Electron.Protocol>
  Session: Entry<typeof Electron.session>
  session: Entry<Electron.Session>
  downloadItem: Entry<Electron.DownloadItem>
  clipboard: Entry<Electron.Clipboard>
  nativeTheme: Entry<Electron.NativeTheme>
  Menu: Entry<typeof Electron.Menu>
  menu: Entry<Electron.Menu>
  screen: Entry<Electron.Screen>
  shell: Entry<Electron.Shell>
  dialog: Entry<Electron.Dialog>
  crashReporter: Entry<Electron.CrashReporter>
  powerMonitor: Entry<Electron.PowerMonitor>
  safeStorage: Entry<Electron.SafeStorage>
  UtilityProcess: Entry<typeof Electron.utilityProcess>
  utilityProcess: Entry<Electron.UtilityProcess>
}
interface Entry<T> {
  readonly members?: Names<T>
  readonly objects?: Names<T>
  readonly events?: readonly string[]
}

type Member<E> = E extends { members: readonly (infer N)[] } ? N : never
/** Electron's own signatures of the `members` of one entry: `satisfies MembersOf<App, 'app'>`. */
export type MembersOf<T, K extends keyof typeof surface> = Pick<T, Member<(typeof surface)[K]> & keyof T>
/** The names of the events of one entry. */
export type EventOf<K extends keyof typeof surface> = (typeof surface)[K] extends { events: readonly (infer N)[] }
  ? N & string
  : never
