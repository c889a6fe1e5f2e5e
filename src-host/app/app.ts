/** Electron's `app`. */
import type { App, CommandLine } from 'electron'
import { createEvent, createEvents, fence } from '../border.ts'
import { surface } from '../surface.ts'
import type { EventOf, MembersOf } from '../surface.ts'
import { createAboutPanel } from './about-panel.ts'
import { createAppPaths, preferredLanguages } from './app-paths.ts'
import { createLifeCycle } from './life-cycle.ts'
import { createSingleInstance } from './single-instance.ts'

export interface AppOwner {
  readonly executable: string
  readonly isPackaged: boolean
  readonly windows: () => { tryClose(): boolean; focus(): void }[]
  readonly endBrowser: () => Promise<void>
  readonly isHeadless: () => boolean
}
/** What package.json says. */
export interface AppDescription {
  readonly name: string
  readonly version: string
  readonly path: string
}
export type HostApp = ReturnType<typeof createApp>

/** Chromium's switches, from the command line and from the app. */
function createCommandLine() {
  const switches = new Map<string, string>()
  const extraArguments: string[] = []
  const key = (name: string) => name.toLowerCase()
  const target = {
    appendSwitch(name, value = '') {
      switches.set(key(name), value)
    },
    appendArgument(value) {
      extraArguments.push(value)
    },
    hasSwitch: (name) => switches.has(key(name)),
    getSwitchValue: (name) => switches.get(key(name)) ?? '',
    removeSwitch(name) {
      switches.delete(key(name))
    },
  } satisfies MembersOf<CommandLine, 'commandLine'>
  return { border: fence('app.commandLine', target, surface.commandLine), switches, extraArguments }
}

export function createApp(owner: AppOwner) {
  const events = createEvents('app', surface.app.events)
  const commandLine = createCommandLine()
  const ready = Promise.withResolvers<void>()
  let onAsked = () => {}
  let description: AppDescription = { name: 'Electron', version: '0.0.0', path: process.cwd() }
  let isReady = false
  const paths = createAppPaths(owner.executable, () => description.name)
  const instance = createSingleInstance(
    () => paths.get('userData'),
    ({ argv, cwd, data }) => events.emit('second-instance', createEvent(), argv, cwd, data),
  )
  const cycle = createLifeCycle({
    emit: events.emit,
    hasListener: events.has,
    windows: owner.windows,
    async cleanUp() {
      instance.release()
      await owner.endBrowser()
    },
  })
  const about = createAboutPanel(owner.isHeadless)
  const languages = () => {
    const chosen = commandLine.switches.get('lang')
    return chosen === undefined || chosen === '' ? preferredLanguages() : [chosen]
  }
  const target = {
    ...events.methods,
    commandLine: commandLine.border,
    isPackaged: owner.isPackaged,
    isReady: () => isReady,
    whenReady() {
      onAsked()
      return ready.promise
    },
    quit: () => cycle.quit(),
    exit: (code?: number) => cycle.exit(code),
    focus: () => owner.windows()[0]?.focus(),
    getPath: (name: string) => paths.get(name),
    setPath: (name: string, path: string) => paths.set(name, path),
    getName: () => description.name,
    setName(name: string) {
      description = { ...description, name }
    },
    getVersion: () => description.version,
    getAppPath: () => description.path,
    getLocale: () => languages()[0] ?? 'en-US',
    getPreferredSystemLanguages: preferredLanguages,
    enableSandbox() {}, // every page is sandboxed already: Chromium never starts one otherwise
    requestSingleInstanceLock: (data?: Record<string, unknown>) => instance.request(data),
    hasSingleInstanceLock: () => instance.isHeld(),
    releaseSingleInstanceLock: () => instance.release(),
    setAboutPanelOptions: about.setOptions,
    showAboutPanel: about.show,
  }
  void (target satisfies MembersOf<App, 'app'>)
  return {
    border: fence('app', target, surface.app),
    switches: commandLine.switches,
    extraArguments: commandLine.extraArguments,
    cycle,
    emit: (name: EventOf<'app'>, ...values: unknown[]) => {
      events.emit(name, ...values)
    },
    path: (name: string) => paths.get(name),
    setPath: (name: string, path: string) => paths.set(name, path),
    name: () => description.name,
    isReady: () => isReady,
    describe(given: AppDescription) {
      description = given
    },
    /** Resolves when the app, from now on, waits to be ready. */
    untilAsked: () =>
      new Promise<void>((resolve) => {
        onAsked = resolve
      }),
    becomeReady() {
      isReady = true
      // Through the property: Playwright's loader puts its own emit there and holds the app back until it is attached.
      target.emit('ready', createEvent(), {})
      ready.resolve()
    },
  }
}
