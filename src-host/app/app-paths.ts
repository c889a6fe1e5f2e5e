/** app.getPath and the languages of the person at the machine. */
import { homedir, tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Where Electron puts an app's data: https://www.electronjs.org/docs/latest/api/app#appgetpathname */
function appDataFolder(home: string): string {
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support')
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming')
  return process.env['XDG_CONFIG_HOME'] ?? join(home, '.config')
}

export interface AppPaths {
  get(name: string): string
  set(name: string, path: string): void
}

/** @param appName read late: an app may set its name first */
export function createAppPaths(executable: string, appName: () => string): AppPaths {
  const chosen = new Map<string, string>()
  function standard(name: string): string {
    const home = homedir()
    switch (name) {
      case 'home':
        return home
      case 'appData':
        return appDataFolder(home)
      case 'temp':
        return tmpdir()
      case 'exe':
      case 'module':
        return executable
      case 'userData':
        return join(paths.get('appData'), appName())
      case 'sessionData':
        return paths.get('userData')
      case 'logs':
        return join(paths.get('userData'), 'logs')
      case 'crashDumps':
        return join(paths.get('userData'), 'Crashpad')
      case 'desktop':
      case 'documents':
      case 'downloads':
        return join(home, `${name.charAt(0).toUpperCase()}${name.slice(1)}`)
      default:
        throw new Error(`Failed to get '${name}' path`)
    }
  }
  const paths: AppPaths = {
    get: (name) => chosen.get(name) ?? standard(name),
    set(name, path) {
      if (!isAbsolute(path)) throw new Error('Path must be absolute')
      chosen.set(name, path)
    },
  }
  return paths
}

const asTag = (name: string) => (name.split('.')[0] ?? '').replace('_', '-')

/** BCP 47 tags, the first choice first. On Linux from the environment (as glibc reads it), else from the system. */
export function preferredLanguages(): string[] {
  const { LANGUAGE = '', LC_ALL = '', LC_MESSAGES = '', LANG = '' } = process.env
  const named = process.platform === 'linux' ? [...LANGUAGE.split(':'), LC_ALL || LC_MESSAGES || LANG] : []
  const tags = named.map(asTag).filter((tag) => tag !== '' && tag !== 'C' && tag !== 'POSIX')
  return tags.length > 0 ? [...new Set(tags)] : [Intl.DateTimeFormat().resolvedOptions().locale]
}
