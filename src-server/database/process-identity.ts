import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Tells one run of a process from a later one with the same number. Empty texts where the system does not tell. */
export const processIdentitySchema = z.object({ pid: z.int().positive(), startedAt: z.string(), boot: z.string() })
export type ProcessIdentity = z.infer<typeof processIdentitySchema>

export function identifyProcess(pid: number = process.pid): ProcessIdentity {
  return { pid, startedAt: readStart(pid), boot: readBoot() }
}

/** Whether the very process that wrote `identity` still runs; in doubt yes, since the lock of a living one is worth more. */
export function isSameProcessAlive(identity: ProcessIdentity): boolean {
  if (!isAlive(identity.pid)) return false
  const now = identifyProcess(identity.pid)
  const agree = (a: string, b: string): boolean => a === '' || b === '' || a === b
  return agree(identity.boot, now.boot) && agree(identity.startedAt, now.startedAt)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Field 22 of /proc/PID/stat counts from the boot; `ps` gives a date on macOS. Windows tells neither. */
function readStart(pid: number): string {
  if (process.platform === 'linux') return readStatFields(pid)[19] ?? ''
  if (process.platform === 'win32') return ''
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2000 }).trim()
  } catch {
    return ''
  }
}

/** Killed, but not yet collected by its parent: it holds nothing any more. */
const isZombie = (pid: number): boolean => process.platform === 'linux' && readStatFields(pid)[0] === 'Z'

/** The fields after the command's name, which may itself hold blanks and parentheses. */
function readStatFields(pid: number): string[] {
  const stat = readText(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(') ') + 2).split(' ')
}

const readBoot = (): string => readText('/proc/sys/kernel/random/boot_id').trim()

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
