import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPackage } from '@electron/asar'
import { inProject } from '../../support/project.ts'

/** Marks the fuses in Electron’s binary; after it come the version 1, their number, and a character for each. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** As Electron is delivered: run as node, node options, inspection, file privileges and wasm trap handlers on. */
const fusesAsDelivered = '101100011'

/**
 * A folder that electron-builder takes for Electron’s Linux distribution, so that packaging runs without fetching it.
 * `fuses`: the wire of the binary, a character each.
 */
export async function makeStubDistribution(dir: string, fuses = fusesAsDelivered): Promise<void> {
  const write = (name: string, content: string | Buffer, mode = 0o644): void =>
    writeFileSync(join(dir, name), content, { mode })
  for (const folder of ['resources', 'locales', 'empty-app']) mkdirSync(join(dir, folder), { recursive: true })
  const wire = Buffer.concat([Buffer.from(fuseSentinel), Buffer.from([1, fuses.length]), Buffer.from(fuses)])
  write('electron', Buffer.concat([Buffer.alloc(4096), wire, Buffer.alloc(64)]), 0o755)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'locales/ja.pak', 'locales/en-US.pak']) {
    write(name, '')
  }
  write('locales/de.pak', '')
  write('version', `v${readElectronVersion()}`)
  write('empty-app/package.json', '{"name":"empty","main":"main.js"}')
  write('empty-app/main.js', '')
  await createPackage(join(dir, 'empty-app'), join(dir, 'resources', 'default_app.asar'))
  rmSync(join(dir, 'empty-app'), { recursive: true })
}

function readElectronVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(inProject('node_modules', 'electron', 'package.json'), 'utf8'))
  const version = typeof manifest === 'object' && manifest && Reflect.get(manifest, 'version')
  if (typeof version !== 'string') throw new Error('electron is not installed')
  return version
}
