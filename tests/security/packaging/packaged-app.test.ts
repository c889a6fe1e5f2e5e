import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { embeddedServerReportSchema } from '../../../src-shared/embedded-server-schema.ts'
import { inProject, runTool } from '../../support/project.ts'
import { makeStubDistribution } from './stub-distribution.ts'

/** Everything that may be in the archive. What is not matched is a leak: a source, a test, a map, a package. */
const allowed = [
  /^package\.json$/,
  /^out\/main\/(chunks\/)?[\w-]+\.js$/,
  /^out\/main\/chunks\/argon2\.[\w-]+\.node$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/assets\/[\w-]+\.(js|css|woff2?|png)$/,
  /^out\/server\/[\w-]+\.js$/,
  /^out\/server\/(pglite\.(wasm|data)|initdb\.wasm|argon2\.[\w-]+\.node)$/,
]

const { Enabled, Disabled } = { Enabled: FuseState.ENABLE, Disabled: FuseState.DISABLE }
/** Standards E25: the complete list of fuses, and what ours are. */
const fuses = {
  [FuseV1Options.RunAsNode]: Disabled,
  [FuseV1Options.EnableCookieEncryption]: Enabled,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: Disabled,
  [FuseV1Options.EnableNodeCliInspectArguments]: Disabled,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: Enabled,
  [FuseV1Options.OnlyLoadAppFromAsar]: Enabled,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: Disabled,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: Disabled,
  [FuseV1Options.WasmTrapHandlers]: Enabled,
}

const dir = mkdtempSync(join(tmpdir(), 'packaged-'))
const appDir = join(dir, 'dist', 'linux-unpacked')
const resources = join(appDir, 'resources')
const archive = join(resources, 'app.asar')

/** The files of the archive, without its folders, as paths below its root. */
const listFiles = (): string[] =>
  listPackage(archive, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
    .filter((path) => /\.\w+$/.test(path))

async function packageStub(): Promise<void> {
  if (!existsSync(inProject('out', 'server', 'embedded.js'))) throw new Error('npm run build comes first')
  const electron = join(dir, 'electron')
  mkdirSync(electron)
  await makeStubDistribution(electron)
  const target = ['--linux', 'dir', '--publish', 'never']
  const places = [`-c.electronDist=${electron}`, `-c.directories.output=${join(dir, 'dist')}`]
  const { code, output } = runTool('electron-builder/cli.js', [...target, ...places], inProject())
  if (code !== 0) throw new Error(output)
}

describe.skipIf(process.platform !== 'linux')(
  'the packaged app (on Linux; packaging for others takes their tools)',
  () => {
    beforeAll(() => packageStub(), 60_000)
    afterAll(() => rmSync(dir, { recursive: true, force: true }))

    it('E25 has all nine fuses as decided, in a wire of exactly nine', async () => {
      const { version, ...wire } = await getCurrentFuseWire(join(appDir, 'saihakko-desk'))
      expect(version).toBe('1')
      expect(wire).toEqual(fuses)
    })

    it('E25 holds the bundles and nothing else: no source map, no test, no package, no source', () => {
      const files = listFiles()
      expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([])
      expect(files).toEqual(
        expect.arrayContaining([
          'package.json',
          'out/main/index.js',
          // Beside the script that looks for it there.
          expect.stringMatching(/^out\/main\/chunks\/argon2-[\w-]+\.js$/),
          expect.stringMatching(/^out\/main\/chunks\/argon2\.[\w-]+\.node$/),
          'out/preload/index.cjs',
          'out/renderer/index.html',
        ]),
      )
    })

    it('brings a package.json without scripts and development dependencies', () => {
      const manifest: unknown = JSON.parse(extractFile(archive, 'package.json').toString('utf8'))
      expect(manifest).toMatchObject({ name: 'saihakko-desk', main: 'out/main/index.js' })
      expect(manifest).not.toHaveProperty('scripts')
      expect(manifest).not.toHaveProperty('devDependencies')
      expect(manifest).not.toHaveProperty('build')
    })

    it('E45 names no feed: without the organisation’s rules there is nowhere to ask', () => {
      expect(readFileSync(join(resources, 'app-update.yml'), 'utf8')).toMatch(/^url: https:\/\/updates\.invalid\/$/m)
    })

    it('starts the trial server out of its own folder, without any package or code that the environment names (E25)', async () => {
      const server = join(resources, 'app.asar.unpacked', 'out', 'server', 'embedded.js')
      const foreign = { NAPI_RS_NATIVE_LIBRARY_PATH: join(dir, 'foreign.node') }
      const child = fork(server, { cwd: dir, stdio: 'ignore', env: foreign, execArgv: [] })
      try {
        child.send({ type: 'start', dataDir: join(dir, 'data') })
        const [message]: unknown[] = await once(child, 'message')
        expect(embeddedServerReportSchema.parse(message)).toMatchObject({ type: 'ready' })
      } finally {
        const ended = once(child, 'exit')
        child.send({ type: 'stop' })
        await ended
      }
    }, 30_000)
  },
)
