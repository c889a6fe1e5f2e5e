import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { setFuses } from '../../../scripts/after-pack.ts'
import { icnsSizes, packIcns, packIco } from '../../../scripts/image-containers.ts'
import { inProject } from '../../support/project.ts'
import { supportedElectronMajors } from './electron-majors.ts'
import { makeStubDistribution } from './stub-distribution.ts'

const read = (...path: readonly string[]): string => readFileSync(inProject(...path), 'utf8')
const packaging = z
  .looseObject({
    electronFuses: z.record(z.string(), z.boolean()),
    win: z.looseObject({ signtoolOptions: z.looseObject({}) }),
    nsis: z.looseObject({}),
    msi: z.looseObject({}),
    mac: z.looseObject({ entitlements: z.string() }),
    linux: z.looseObject({ icon: z.string() }),
  })
  .parse(parse(read('electron-builder.yml')))
const manifest = z
  .object({
    scripts: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    allowScripts: z.record(z.string(), z.boolean()),
  })
  .parse(JSON.parse(read('package.json')))

describe('electron-builder.yml', () => {
  it('is what this electron-builder understands', async () => {
    const load = createRequire(inProject('package.json'))
    const { validateConfiguration }: { validateConfiguration: (config: unknown, log: unknown) => Promise<void> } = load(
      'app-builder-lib/out/util/config/config.js',
    )
    await expect(validateConfiguration(packaging, { isEnabled: false })).resolves.toBeUndefined()
    await expect(validateConfiguration({ ...packaging, electronFuse: {} }, { isEnabled: false })).rejects.toThrow(
      'electronFuse',
    )
  })

  it('E45 has Windows check who signed an update', () => {
    expect(packaging.win).toMatchObject({ forceCodeSigning: true, verifyUpdateCodeSignature: true })
    expect(packaging.win.signtoolOptions).toMatchObject({ publisherName: expect.stringMatching(/\S/) })
    expect(packaging.win.signtoolOptions).not.toHaveProperty('sign')
  })

  it('E27 installs per machine on Windows, where a user cannot write', () => {
    expect(packaging.nsis).toMatchObject({
      oneClick: false,
      perMachine: true,
      allowToChangeInstallationDirectory: false,
    })
    expect(packaging.msi).toMatchObject({ perMachine: true })
  })

  it('has macOS harden the runtime, with one entitlement', () => {
    expect(packaging.mac).toMatchObject({ forceCodeSigning: true, hardenedRuntime: true, notarize: true })
    const keys = [...read(packaging.mac.entitlements).matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key)
    expect(keys).toEqual(['com.apple.security.cs.allow-jit'])
  })

  it('E25 states the eight fuses that electron-builder has names for', () => {
    expect(Object.keys(packaging.electronFuses)).toHaveLength(8)
  })

  it('E26 leaves the archive’s hash in the binary', () => {
    expect(packaging).toMatchObject({ asar: true })
    expect(packaging).not.toHaveProperty('disableAsarIntegrity')
  })
})

describe('S-25: the fuses', () => {
  it.each([
    ['ten: a fuse nobody has decided on', '1011000111'],
    ['eight: an older Electron', '10110001'],
  ])('E25 are refused where the wire has %s', async (_what, wire) => {
    const dir = mkdtempSync(join(tmpdir(), 'fuses-'))
    try {
      await makeStubDistribution(dir, wire)
      await expect(setFuses(join(dir, 'electron'), packaging.electronFuses)).rejects.toThrow(/fuse/i)
    } finally {
      rmSync(dir, { recursive: true })
    }
  })

  it('E25 are refused where one is not stated', async () => {
    const { runAsNode: _left, ...others } = packaging.electronFuses
    await expect(setFuses('nowhere', others)).rejects.toThrow('runAsNode')
  })
})

describe('the icons', () => {
  it('are drawn from one picture, in every size that the systems ask for', () => {
    const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
    const widths = sizes.map((size) =>
      readFileSync(inProject(packaging.linux.icon, `${size}x${size}.png`)).readUInt32BE(16),
    )
    expect(widths).toEqual(sizes)
  })

  it('are containers that hold PNG', () => {
    const ico = readFileSync(inProject('resources', 'icons', 'desk.ico'))
    expect([ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([1, 7])
    const icns = readFileSync(inProject('resources', 'icons', 'desk.icns'))
    expect(icns.toString('latin1', 0, 4)).toBe('icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)
  })

  it('of Windows lie one after the other, a width of 256 as 0', () => {
    const ico = packIco([
      { size: 16, png: Buffer.from('small') },
      { size: 256, png: Buffer.from('large') },
    ])
    expect(ico.subarray(ico.readUInt32LE(6 + 12), ico.readUInt32LE(6 + 12) + 5).toString()).toBe('small')
    expect(ico.subarray(ico.readUInt32LE(22 + 12)).toString()).toBe('large')
    expect([ico.readUInt8(6), ico.readUInt8(22)]).toEqual([16, 0])
  })

  it('of macOS need every size', () => {
    const all = icnsSizes.map((size) => ({ size, png: Buffer.from(String(size)) }))
    expect(packIcns(all).length).toBeGreaterThan(all.length * 8)
    expect(() => packIcns(all.slice(1))).toThrow('16 pixels')
  })
})

describe('what the app is made of', () => {
  it('E16 is an Electron that is still supported', () => {
    const major = Number(manifest.devDependencies['electron']?.split('.')[0])
    const [newest = 0] = supportedElectronMajors
    expect(supportedElectronMajors).toEqual([newest, newest - 1, newest - 2])
    expect(supportedElectronMajors).toContain(major)
  })

  it('E48 runs no script of a package at installation, and pins every package by its hash', () => {
    expect(Object.values(manifest.allowScripts)).not.toContain(true)
    const lock = z
      .object({
        packages: z.record(z.string(), z.object({ integrity: z.string().optional(), link: z.boolean().optional() })),
      })
      .parse(JSON.parse(read('package-lock.json')))
    const loose = Object.entries(lock.packages).filter(
      ([path, { integrity }]) => path !== '' && !integrity?.startsWith('sha512-'),
    )
    expect(loose.map(([path]) => path)).toEqual([])
  })

  it('E48 has a handful of commands, and none that runs unasked', () => {
    expect(Object.keys(manifest.scripts).length).toBeLessThanOrEqual(25)
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post|install|prepare)/.test(name))).toEqual([])
  })
})
