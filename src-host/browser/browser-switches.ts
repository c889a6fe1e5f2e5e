/** Which switches Chromium is started with. Pure, so that the whole table can be tested without a browser. */

/** Everything a browser does for itself and an app window must not: updates, sync, bubbles, network of its own. */
const ALWAYS: Readonly<Record<string, string>> = {
  'no-first-run': '',
  'no-default-browser-check': '',
  'disable-background-networking': '',
  'disable-component-update': '',
  'disable-default-apps': '',
  'disable-sync': '',
  'disable-domain-reliability': '',
  'disable-breakpad': '',
  'metrics-recording-only': '',
  'no-pings': '',
  'disable-extensions': '',
  'disable-search-engine-choice-screen': '',
  'hide-crash-restore-bubble': '',
  'password-store': 'basic',
  'disable-notifications': '',
  'disable-print-preview': '',
  'test-type': '', // else a yellow bar tells of "unsupported" switches
}
// prettier-ignore
const FEATURES_OFF = [
  'Translate', 'MediaRouter', 'OptimizationHints', 'AutofillServerCommunication', 'LensOverlay', 'HttpsUpgrades',
  'InterestFeedContentSuggestions', 'CertificateTransparencyComponentUpdater', 'GlobalMediaControls',
  // Else two pages of the address bar that no window of ours has are loaded beside the app's own.
  'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup',
]
/** The page has no network of its own: every name but this machine's fails to resolve, whatever the page tries. */
const NO_FOREIGN_HOSTS = 'MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'

/** Switches that would open an installed app to other programs or to foreign code. */
// prettier-ignore
const NEVER_WHEN_PACKAGED = [
  'remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins',
  'load-extension', 'disable-web-security', 'host-resolver-rules', 'host-rules', 'proxy-server', 'no-sandbox',
  'proxy-pac-url', 'renderer-cmd-prefix', 'utility-cmd-prefix', 'gpu-launcher', 'log-net-log', 'ssl-key-log-file',
]

export interface BrowserOptions {
  /** From the command line and app.commandLine: name → value ('' for none). */
  readonly switches: ReadonlyMap<string, string>
  readonly extraArguments: readonly string[]
  readonly profile: string
  readonly appName: string
  readonly headless: boolean
  readonly isRoot: boolean
  readonly isPackaged: boolean
}

/** Chromium's arguments, the same for the browser process and for the short-lived one that opens a window. */
export function browserArguments(options: BrowserOptions): string[] {
  const result = new Map(Object.entries(ALWAYS))
  for (const [name, value] of options.switches) {
    if (name === 'inspect' || name === 'inspect-brk' || name === 'headless') continue
    if (options.isPackaged && NEVER_WHEN_PACKAGED.includes(name)) continue
    result.set(name, value)
  }
  const asked = (result.get('disable-features') ?? '').split(',').filter((feature) => feature !== '')
  result.set('disable-features', [...new Set([...FEATURES_OFF, ...asked])].join(','))
  if (!result.has('host-resolver-rules')) result.set('host-resolver-rules', NO_FOREIGN_HOSTS)
  // Nothing of the page on disk: no history, no form text, no storage. Headless uses a browser context of its own.
  if (options.headless) result.set('headless', 'new')
  else result.set('incognito', '')
  // Chromium refuses root with its sandbox on; nobody else runs without it unless a developer says so.
  if (options.isRoot) result.set('no-sandbox', '')
  result.set('user-data-dir', options.profile)
  result.set('class', options.appName)
  const list = [...result].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`))
  return [...list, ...options.extraArguments]
}
