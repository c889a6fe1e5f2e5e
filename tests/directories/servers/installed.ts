import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What the Debian packages are called, as `.ci/run` installs them. */
export const debianPackages =
  'slapd samba samba-ad-dc samba-ad-provision samba-dsdb-modules winbind ldb-tools 389-ds-base openssl'

/** A missing server fails the run instead of being skipped. */
export const isRequired = (): boolean => process.env['REQUIRE_DIRECTORIES'] === '1'

/** The programs and files that a server of the tests needs, and the packages that bring them. */
export interface Requirements {
  readonly programs: readonly string[]
  readonly files?: readonly string[]
  readonly packages: string
  /** Fixed low ports, or files that belong to others. */
  readonly needsRoot: boolean
}

export type Availability =
  { readonly isThere: true } | { readonly isThere: false; readonly reason: string; readonly isInstalled: boolean }

export function checkAvailability({ programs, files = [], packages, needsRoot }: Requirements): Availability {
  const missing = [
    ...[...programs, 'openssl', 'setpriv'].filter((name) => findProgram(name) === undefined),
    ...files.filter((file) => !existsSync(file)),
  ]
  if (missing.length > 0) {
    const reason = `not installed (${missing.join(', ')}): apt-get install -y --no-install-recommends ${packages}`
    return { isThere: false, reason, isInstalled: false }
  }
  if (needsRoot && process.getuid?.() !== 0) return { isThere: false, reason: 'needs root', isInstalled: true }
  return { isThere: true }
}

/** Servers live in folders that the path of a plain user leaves out. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/libexec']
  return folders.map((folder) => join(folder, name)).find(isProgram)
}

/** /usr/libexec/samba is a folder. */
function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
