import './plain-node-electron.ts'
import { createElectronSessionVault } from '../../src-main/adapters/electron-session-vault.ts'
import { openSessionFile } from '../../src-main/adapters/session-file.ts'
import { sampleSession } from './fake-api-client.ts'
import { createFakeSafeStorage } from './fake-safe-storage.ts'
import { createListLog } from './list-log.ts'

/** Run as a process: saves one session after the other into the vault of a folder, for ever, and says when it has begun. */
const [directory = ''] = process.argv.slice(2)
const vault = createElectronSessionVault({
  safeStorage: createFakeSafeStorage(),
  file: openSessionFile(directory),
  platform: 'linux',
  log: createListLog(),
})
for (let number = 0; ; number += 1) {
  // Of different lengths: a file written over in place would show it.
  const token = 'x'.repeat(1 + ((number * 7919) % 4096))
  await vault.save({ serverUrl: 'https://desk.example', token, session: sampleSession() })
  if (number === 1) process.stdout.write('writing\n')
}
