/** The options of `new BrowserWindow(…)`: what the host does, and what it refuses rather than ignore. */
import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron'
import { notSupported } from '../border.ts'

type OptionName = keyof BrowserWindowConstructorOptions
/** autoHideMenuBar: there is no menu bar to hide, so it is true to its word. */
// prettier-ignore
const OPTIONS: readonly OptionName[] = ['width', 'height', 'minWidth', 'minHeight', 'x', 'y', 'show', 'title',
  'backgroundColor', 'autoHideMenuBar', 'webPreferences']

/** Every page is what these say, always; another value is refused. */
const FIXED: Partial<Record<keyof WebPreferences, boolean>> = {
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  spellcheck: false,
  navigateOnDragDrop: false,
  plugins: false,
  devTools: false,
  enableWebSQL: false,
}

export interface WindowOptions {
  readonly width: number
  readonly height: number
  readonly minWidth: number
  readonly minHeight: number
  readonly x: number | undefined
  readonly y: number | undefined
  readonly show: boolean
  readonly title: string | undefined
  readonly backgroundColor: string
  readonly preload: string | undefined
  /** '' is the default session. */
  readonly partition: string
  /** Without, the window is never on the screen: it is there to be printed. */
  readonly scripts: boolean
}

function checkPreferences(preferences: WebPreferences) {
  const refused = (name: string) => notSupported(`webPreferences.${name}`)
  for (const [name, value] of Object.entries(preferences)) {
    if (value === undefined || name === 'preload' || name === 'javascript') continue
    if (name === 'partition') {
      if (String(value).startsWith('persist:')) throw refused(`partition '${String(value)}'`)
      continue
    }
    const entry = Object.entries(FIXED).find(([fixed]) => fixed === name)
    // The host never has DevTools of its own; whether an app allows them makes no difference.
    if (entry === undefined || (name !== 'devTools' && entry[1] !== value)) throw refused(`${name}: ${String(value)}`)
  }
}

/** Electron's defaults where nothing is said; throws for what the host cannot do. */
export function readWindowOptions(options: BrowserWindowConstructorOptions = {}): WindowOptions {
  for (const [name, value] of Object.entries(options))
    if (value !== undefined && !OPTIONS.some((known) => known === name))
      throw notSupported(`BrowserWindow option ${name}`)
  const { webPreferences = {}, backgroundColor = '#ffffff', minWidth = 0, minHeight = 0, show = true } = options
  if (!/^#[0-9a-f]{6}$/i.test(backgroundColor)) throw notSupported(`backgroundColor '${backgroundColor}'`)
  checkPreferences(webPreferences)
  const { preload, partition = '', javascript: scripts = true } = webPreferences
  if (!scripts && (show || preload !== undefined)) throw notSupported('a shown window without javascript')
  const { width = 800, height = 600, x, y, title } = options
  const size = { width: Math.max(width, minWidth), height: Math.max(height, minHeight), minWidth, minHeight }
  return { ...size, x, y, show, title, backgroundColor, preload, partition, scripts }
}
