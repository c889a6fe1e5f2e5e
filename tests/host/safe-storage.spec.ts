import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createKeychain } from '../../src-host/system/keychain.ts'
import { EXECUTABLE, SAMPLE, environment, expect, test } from './sample-app.ts'
import { missingPrograms } from './screen.ts'

const APP = join(SAMPLE, 'secrets.mjs')
const REFUSED = 'Error while decrypting the ciphertext provided to safeStorage.'
const missing = missingPrograms('dbus-run-session', 'gnome-keyring-daemon')
/** Two starts of the app within one session of a desktop whose keychain is unlocked. */
const SESSION = `printf pass | gnome-keyring-daemon --unlock --components=secrets >&2
"$0" "$1" "$2"; "$0" "$1" "$2"`

/** The lines that the app printed, in an environment in which nothing is known of this machine's own session. */
async function runApp(command: readonly string[], dataFolder: string) {
  const { DBUS_SESSION_BUS_ADDRESS: _bus, ...inherited } = environment(dataFolder)
  const ownFolders = { XDG_DATA_HOME: dataFolder, XDG_CACHE_HOME: dataFolder, XDG_RUNTIME_DIR: dataFolder }
  const [program = '', ...args] = command
  const { stdout } = await promisify(execFile)(program, args, { env: { ...inherited, ...ownFolders } })
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('found '))
    .map((line): unknown => JSON.parse(line.slice('found '.length)))
}

test('safeStorage encrypts under a key in the keychain, across starts; tampering is refused (E35)', async ({
  dataFolder,
}) => {
  test.skip(missing.length > 0, `not installed: ${missing.join(', ')}`)
  const file = join(dataFolder, 'encrypted')
  const runs = await runApp(['dbus-run-session', '--', 'sh', '-c', SESSION, EXECUTABLE, APP, file], dataFolder)
  const available = { early: ['unknown', false], async: true, sync: true, backend: 'gnome_libsecret' }
  expect(runs).toEqual([
    { ...available, isHidden: true },
    {
      ...available,
      read: { result: '再発行 s3cret', shouldReEncrypt: false },
      readSync: '再発行 s3cret',
      cut: REFUSED,
      tampered: [REFUSED],
    },
  ])
  expect(readdirSync(join(dataFolder, 'keyrings'))).toContain('login.keyring')
  expect(readFileSync(file).includes('s3cret')).toBe(false)
})

test('without a keychain safeStorage says so and encrypts nothing (E36)', async ({ dataFolder }) => {
  const runs = await runApp([EXECUTABLE, APP, join(dataFolder, 'encrypted')], dataFolder)
  const refused = 'Encryption is not available: no keychain answers.'
  expect(runs).toEqual([{ early: ['unknown', false], async: false, sync: false, backend: 'basic_text', refused }])
})

test('a keychain that does not answer is not waited for', async ({ dataFolder }) => {
  test.skip(process.platform !== 'linux', 'only Linux has its keychain behind a socket')
  const path = join(dataFolder, 'bus')
  const asked = Promise.withResolvers<void>()
  const silent = createServer(() => asked.resolve())
  await new Promise<void>((resolve) => silent.listen(path, resolve))
  const before = process.env['DBUS_SESSION_BUS_ADDRESS']
  process.env['DBUS_SESSION_BUS_ADDRESS'] = `unix:path=${path}`
  try {
    const unwanted = createKeychain({ appName: () => 'Host Sample', isWanted: () => false })
    expect([await unwanted.readKey(), unwanted.readKeySync()]).toEqual([undefined, undefined])
    const settings = { appName: () => 'Host Sample', isWanted: () => true, patienceMs: 300 }
    const startedAt = performance.now()
    expect(createKeychain(settings).readKeySync()).toBeUndefined()
    expect(await createKeychain(settings).readKey()).toBeUndefined()
    expect(performance.now() - startedAt).toBeLessThan(5000) // left to itself it waits twice 3 s
    await asked.promise // it was the silence that ended it
  } finally {
    if (before === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS']
    else process.env['DBUS_SESSION_BUS_ADDRESS'] = before
    silent.close()
  }
})
