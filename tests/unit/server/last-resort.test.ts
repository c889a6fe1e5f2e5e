import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { installLastResort } from '../../../src-server/last-resort.ts'

/** A last resort over a process that is none; `exited` resolves with the exit code. */
function install(end: () => Promise<void>) {
  const lines: string[] = []
  const process = new EventEmitter()
  const { promise: exited, resolve: exit } = Promise.withResolvers<number>()
  installLastResort({ end, write: (line) => void lines.push(line), exit, process })
  return { process, lines, exited }
}

describe('last resort (R12)', () => {
  it.each([
    ['uncaughtException', 'uncaught_exception'],
    ['unhandledRejection', 'unhandled_rejection'],
  ])('%s is one line without its message, and exit 1 after the end', async (event, kind) => {
    const events: string[] = []
    const { process, lines, exited } = install(async () => void events.push('ended'))
    process.emit(event, new TypeError('Canary88Pw'))
    expect(await exited).toBe(1)
    expect(events).toEqual(['ended'])
    expect(lines.join('')).not.toContain('Canary88Pw')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ code: 'internal_error', kind, type: 'TypeError' }])
  })

  it('tells only the first of several, and exits with 1 though the end itself fails', async () => {
    const { process, lines, exited } = install(() => Promise.reject(new Error('the end fails')))
    process.emit('uncaughtException', new Error('first'))
    process.emit('unhandledRejection', 'not even an error')
    expect(await exited).toBe(1)
    expect(lines).toHaveLength(1)
  })
})
