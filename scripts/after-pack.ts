import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { Arch, type AfterPackContext } from 'electron-builder'

type StatedFuses = NonNullable<AfterPackContext['packager']['config']['electronFuses']>

/** electron-builder calls this when an app’s folder is complete and not yet signed. */
export async function afterPack(context: AfterPackContext): Promise<void> {
  const { packager, appOutDir, electronPlatformName } = context
  await setFuses(join(appOutDir, findBinary(electronPlatformName, packager)), packager.config.electronFuses ?? {})
  checkNativeParts(context)
}

/**
 * Writes all nine fuses into Electron’s binary, or throws. Strict, so that a fuse which a later Electron brings has to be
 * decided on first (E25). `stated`: the eight that electron-builder.yml can name.
 */
export async function setFuses(binary: string, stated: StatedFuses): Promise<void> {
  const fuse = (name: keyof StatedFuses): boolean => {
    const value = stated[name]
    if (typeof value !== 'boolean') throw new Error(`electron-builder.yml does not state the fuse ${name}`)
    return value
  }
  await flipFuses(binary, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: fuse('runAsNode'),
    [FuseV1Options.EnableCookieEncryption]: fuse('enableCookieEncryption'),
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: fuse('enableNodeOptionsEnvironmentVariable'),
    [FuseV1Options.EnableNodeCliInspectArguments]: fuse('enableNodeCliInspectArguments'),
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: fuse('enableEmbeddedAsarIntegrityValidation'),
    [FuseV1Options.OnlyLoadAppFromAsar]: fuse('onlyLoadAppFromAsar'),
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: fuse('loadBrowserProcessSpecificV8Snapshot'),
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: fuse('grantFileProtocolExtraPrivileges'),
    // Bounds of WebAssembly memory are kept by the processor’s traps; the database is WebAssembly.
    [FuseV1Options.WasmTrapHandlers]: true,
  })
}

function findBinary(platform: string, packager: AfterPackContext['packager']): string {
  const { productFilename } = packager.appInfo
  if (platform === 'darwin') return `${productFilename}.app`
  if (platform === 'win32') return `${productFilename}.exe`
  return packager.config.linux?.executableName ?? productFilename
}

const nativeSuffixes: Readonly<Record<string, string>> = { linux: '-gnu', win32: '-msvc', darwin: '' }

/** The desk and the trial server hash with a native module: the one of the target, not of the machine that packages. */
function checkNativeParts({ packager, appOutDir, electronPlatformName, arch }: AfterPackContext): void {
  const name = `argon2.${electronPlatformName}-${Arch[arch]}${nativeSuffixes[electronPlatformName] ?? ''}.node`
  const unpacked = join(packager.getResourcesDir(appOutDir), 'app.asar.unpacked', 'out')
  const paths = [join(unpacked, 'main', 'chunks', name), join(unpacked, 'server', name)]
  if (!paths.every((path) => existsSync(path))) {
    throw new Error(`${name} is missing: install the packages of the target first, npm ci --os … --cpu …`)
  }
}
