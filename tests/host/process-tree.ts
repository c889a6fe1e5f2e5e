/** Looks at processes through /proc (Linux). */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // the process has ended meanwhile
  }
}
function listOr(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
/** Alive, and not merely waiting for its parent to notice that it has ended. */
export function isRunning(pid: number): boolean {
  const state = /\) (\w) /.exec(readOr(`/proc/${pid}/stat`))?.[1]
  return state !== undefined && state !== 'Z'
}
export function commandOf(pid: number): string {
  return readOr(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
}
/** The process and all it started, directly or not. */
export function processTree(pid: number): number[] {
  const children = listOr(`/proc/${pid}/task`).flatMap((task) =>
    readOr(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number),
  )
  return [pid, ...children.flatMap(processTree)]
}
/** Local addresses on which one of the processes listens for TCP connections. */
export function tcpListeners(pids: readonly number[]): string[] {
  const sockets = new Set(
    pids.flatMap((pid) =>
      listOr(`/proc/${pid}/fd`).flatMap((fd) => {
        try {
          return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
        } catch {
          return []
        }
      }),
    ),
  )
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readOr(file).trim().split('\n').slice(1))
  const columns = rows.map((row) => row.trim().split(/\s+/))
  return columns.filter((row) => row[3] === '0A' && sockets.has(row[9] ?? '')).map((row) => row[1] ?? '')
}
