/**
 * Puts together the two scripts that run in every document before its own: functions of this folder, as text. With
 * type stripping a function's text is plain JavaScript (types become blanks), so nothing needs to be built.
 */
import { makeCodec } from '../ipc/value-codec.ts'
import { makeBridge } from './bridge.ts'
import { installIsolatedWorld } from './isolated-world.ts'
import type { WorldSettings } from './isolated-world.ts'
import { installMainWorld } from './main-world.ts'
import { makePreloadModules } from './preload-modules.ts'
import { installWindowManners } from './window-manners.ts'

/** The name of the preload's world, as Electron calls it. */
export const WORLD = 'Electron Isolated Context'
/** Functions that exist in the preload's world only: to the host, and from it. */
export const BINDING = '__hostSend'
export const RECEIVER = '__hostReceive'

export interface PreloadFile {
  readonly path: string
  readonly source: string
}

/** The script for the page's own world, and the one for the preload's. */
export function buildPageScripts(settings: Omit<WorldSettings, 'binding' | 'receiver'>, preload?: PreloadFile) {
  const forWorld: WorldSettings = { ...settings, binding: BINDING, receiver: RECEIVER }
  const preloadFunction =
    preload === undefined ? 'null' : `function (exports, require, module, process) {${preload.source}\n}`
  const parts = [
    ...[makeBridge, makeCodec, makePreloadModules, installWindowManners].map((part) => `${part.name}: ${String(part)}`),
    `preload: ${preloadFunction}`,
  ]
  return {
    main: `(${String(installMainWorld)})(${JSON.stringify(settings.secret)}, ${String(makeBridge)})`,
    isolated: [
      `(${String(installIsolatedWorld)})(${JSON.stringify(forWorld)}, {${parts.join(',\n')}})`,
      `//# sourceURL=electron-host://preload${preload?.path ?? ''}`,
    ].join('\n'),
  }
}
