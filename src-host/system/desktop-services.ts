/** The small modules: shell, crashReporter. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { CrashReporter, Shell } from 'electron'
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

/** The browser runs without crash reporting (see browser-switches.ts), so nothing is ever written, let alone sent. */
export function createCrashReporter(): object {
  const target = {
    start({ uploadToServer = true }) {
      if (uploadToServer) throw notSupported('crashReporter.start({ uploadToServer: true })')
    },
    getUploadToServer: () => false,
    getUploadedReports: () => [],
    getLastCrashReport: () => null,
  } satisfies MembersOf<CrashReporter, 'crashReporter'>
  return fence('crashReporter', target, surface.crashReporter)
}
