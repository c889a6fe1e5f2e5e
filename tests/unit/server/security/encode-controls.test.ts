import fc from 'fast-check'
import { fastify } from 'fastify'
import { describe, expect, it, vi } from 'vitest'
import { createProcessTerminal } from '../../../../src-server/commands/terminal.ts'
import { createLoggerOptions } from '../../../../src-server/plugins/request-log.ts'
import { chooseRequestId } from '../../../../src-server/plugins/request-id.ts'
import { originOf } from '../../../../src-server/plugins/request-origin.ts'
import { encodeControls } from '../../../../src-server/security/encode-controls.ts'
import { hostileText, unshown } from '../../../support/hostile-text.ts'

describe('encodeControls (P23)', () => {
  it.each([
    ['a\r\nb', String.raw`a\u000d\u000ab`],
    ['\u001b[31mred', String.raw`\u001b[31mred`],
    ['gpj.\u202eexe', String.raw`gpj.\u202eexe`],
    ['\u{e0041}', String.raw`\udb40\udc41`],
    ['\u{e0002}', String.raw`\udb40\udc02`],
    ['\ud800', String.raw`\ud800`],
    ['髙橋　花子 “é” 👍', '髙橋　花子 “é” 👍'],
  ])('%j', (text, encoded) => expect(encodeControls(text)).toBe(encoded))

  it('leaves nothing that a terminal obeys, and a JSON text says the same as before', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(encodeControls(text)).not.toMatch(unshown)
        expect(JSON.parse(encodeControls(JSON.stringify({ [text]: text })))).toEqual({ [text]: text })
      }),
      { numRuns: 500 },
    )
  })
})

describe('the terminal of a command (P23)', () => {
  it('shows each line as one line, and only a text of our own has several', () => {
    const written: string[] = []
    const write = (text: unknown): boolean => written.push(String(text)) > 0
    const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(write))
    const terminal = createProcessTerminal()
    fc.assert(
      fc.property(hostileText, (text) => {
        written.length = 0
        terminal.print(`line 2: ${text}`)
        terminal.tell(`line 2: ${text}`)
        expect(written).toHaveLength(2)
        for (const line of written) expect(line.slice(0, -1)).not.toMatch(unshown)
      }),
    )
    written.length = 0
    terminal.printText('first\nsecond \u202e')
    for (const spy of spies) spy.mockRestore()
    expect(written).toEqual(['first\n', String.raw`second \u202e` + '\n'])
  })
})

describe('what reaches the log from outside (P23)', () => {
  it('one call is one line of JSON, whatever is in its fields', async () => {
    const lines: string[] = []
    const app = fastify({
      logger: createLoggerOptions({ level: 'info', stream: { write: (line) => void lines.push(line) } }),
    })
    fc.assert(
      fc.property(hostileText, hostileText, (text, other) => {
        lines.length = 0
        app.log.info({ userId: text, err: new Error(other), [text]: other }, other)
        expect(lines).toHaveLength(1)
        const line = lines[0] ?? ''
        expect(line.endsWith('}\n')).toBe(true)
        expect(line.slice(0, -1)).not.toMatch(unshown)
        expect(JSON.parse(line)).toMatchObject({ err: { message: other } })
      }),
      { numRuns: 300 },
    )
    await app.close()
  })

  it('a request’s ID is a short plain word, and its address an address', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(chooseRequestId({ headers: { 'x-request-id': text } })).toMatch(/^[A-Za-z0-9_.-]{1,64}$/)
        const { remoteAddress } = originOf({ id: 'r', ip: text })
        expect(remoteAddress).toMatch(/^[0-9a-f.:]+$|^unknown$/i)
      }),
      { numRuns: 500 },
    )
    expect(originOf({ id: 'r', ip: '2001:db8::1' })).toEqual({ requestId: 'r', remoteAddress: '2001:db8::1' })
  })
})
