/** The small modules: shell, Menu, safeStorage. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { SafeStorage, Shell } from 'electron'
import { fence, notSupported } from '../border.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'

/** The desktop's own command that opens an address with the program the user chose. */
function openCommand(url: string): readonly [string, readonly string[]] {
  if (process.platform === 'darwin') return ['open', [url]]
  if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]]
  return ['xdg-open', [url]]
}

export function createShell(): object {
  const target = {
    async openExternal(address: string) {
      const [command, args] = openCommand(new URL(address).href)
      const child = spawn(command, args, { stdio: 'ignore', detached: true })
      await once(child, 'spawn')
      child.unref()
    },
  } satisfies MembersOf<Shell, 'shell'>
  return fence('shell', target, surface.shell)
}

/** An app window of a browser has no menu bar. That is what `null` asks for; anything else would not be seen. */
export function createMenu(): object {
  const target = {
    setApplicationMenu(menu: unknown) {
      if (menu !== null) throw notSupported('Menu.setApplicationMenu(menu)')
    },
    getApplicationMenu: () => null,
  }
  return fence('Menu', target, surface.Menu)
}

/** No keychain yet, and said so: an app must not believe that something is encrypted. */
export function createSafeStorage(): object {
  const refuse = (name: string) => (): never => {
    throw notSupported(`safeStorage.${name}`)
  }
  const target = {
    isEncryptionAvailable: () => false,
    isAsyncEncryptionAvailable: async () => false,
    encryptString: refuse('encryptString'),
    decryptString: refuse('decryptString'),
    encryptStringAsync: async () => refuse('encryptStringAsync')(),
    decryptStringAsync: async () => refuse('decryptStringAsync')(),
  } satisfies MembersOf<SafeStorage, 'safeStorage'>
  return fence('safeStorage', target, surface.safeStorage)
}
