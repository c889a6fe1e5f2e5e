import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the platform wants a program's data. */
export function findDefaultDataDirectory(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Saihakko Server')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Saihakko Server')
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'saihakko-server')
}
