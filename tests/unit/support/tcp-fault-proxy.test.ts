import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTcpFaultProxy, type TcpFaultProxy } from '../../support/tcp-fault-proxy.ts'

let echo: Server
let proxy: TcpFaultProxy
/** What the server behind has received. */
let arrived: string

beforeEach(async () => {
  arrived = ''
  echo = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      arrived += chunk.toString()
      socket.write(chunk)
    })
  }).listen(0, '127.0.0.1')
  await once(echo, 'listening')
  const address = echo.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  proxy = await startTcpFaultProxy({ host: '127.0.0.1', port: address.port })
})
afterEach(async () => {
  await proxy.close()
  echo.close()
})

async function open(): Promise<{ socket: Socket; chunks: string[]; ended: Promise<string> }> {
  const socket = connect(proxy.port, '127.0.0.1')
  const chunks: string[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  const ended = new Promise<string>((resolve) => {
    socket.on('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    socket.on('close', () => resolve('closed'))
  })
  await once(socket, 'connect')
  return { socket, chunks, ended }
}

async function receive(chunks: readonly string[], text: string): Promise<void> {
  await expect.poll(() => chunks.join(''), { interval: 2 }).toBe(text)
}

describe('the TCP proxy of the fault tests (R8)', () => {
  it('passes everything on as it is, in order, also sliced, slowed and late', async () => {
    const { socket, chunks } = await open()
    let expected = ''
    for (const [fault, atLeastMs] of [
      [{}, 0],
      [{ sliceBytes: 3 }, 0],
      [{ latencyMs: 20 }, 35],
      [{ bytesPerSecond: 1000 }, 25],
    ] as const) {
      proxy.setFault(fault)
      socket.write('0123456789')
      socket.write('abcdef')
      expected += '0123456789abcdef'
      const startedAt = performance.now()
      await receive(chunks, expected)
      expect(performance.now() - startedAt).toBeGreaterThan(atLeastMs)
    }
    socket.end()
  })

  it('resets before a pattern has passed, even when it comes in two chunks', async () => {
    proxy.setFault({
      trigger: { direction: 'up', on: Buffer.from('commit'), when: 'before', does: 'reset' },
    })
    const { socket, ended } = await open()
    socket.setNoDelay(true)
    socket.write('begin com')
    await expect.poll(() => arrived).toBe('begin com')
    socket.write('mit')
    expect(await ended).toBe('ECONNRESET')
    expect([arrived, proxy.triggered()]).toEqual(['begin com', 1])
  })

  it('resets after it has passed and before it is answered; later connections live', async () => {
    proxy.setFault({ trigger: { direction: 'up', on: Buffer.from('commit'), when: 'after', does: 'reset' } })
    const { socket, chunks, ended } = await open()
    socket.write('commit')
    expect(await ended).toBe('ECONNRESET')
    expect([arrived, chunks]).toEqual(['commit', []])
    const next = await open()
    next.socket.write('commit')
    await receive(next.chunks, 'commit')
    next.socket.end()
  })

  it('resets after a number of bytes', async () => {
    proxy.setFault({ trigger: { direction: 'down', on: 8, when: 'after', does: 'close' } })
    const { socket, chunks, ended } = await open()
    socket.write('0123')
    await receive(chunks, '0123')
    socket.write('4567')
    expect(await ended).toBe('closed')
    expect(chunks.join('')).toBe('01234567')
  })

  it('keeps a connection and says nothing any more', async () => {
    const { socket, chunks } = await open()
    socket.write('a')
    await receive(chunks, 'a')
    proxy.setFault({ trigger: { direction: 'up', on: Buffer.from('c'), when: 'before', does: 'swallow' } })
    socket.write('c')
    await expect.poll(() => proxy.triggered()).toBe(1)
    socket.write('d')
    const other = await open()
    other.socket.write('e')
    await receive(other.chunks, 'e')
    expect([chunks, socket.destroyed, arrived]).toEqual([['a'], false, 'ae'])
    other.socket.end()
  })
})
