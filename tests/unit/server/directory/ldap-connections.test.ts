import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createLdapConnections, type LdapConnections } from '../../../../src-server/directory/ldap-connections.ts'

/** What the server here does with a request, told by its tag (RFC 4511): 0x60 bind, 0x63 search, 0x66 modify. */
type Answer = (tag: number, socket: Socket) => 'success' | 'silence' | 'hang-up'

const bindTag = 0x60
const searchTag = 0x63
const modifyTag = 0x66
const addTag = 0x68
const deleteTag = 0x4a
/** ldapts counts from 2: bind, delete, add. */
const addId = 4
const limitMs = 80
const searchDoneTag = 0x65
const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  vi.useRealTimers()
  for (const close of closing.splice(0)) await close()
})

async function startServer(
  answer: Answer,
): Promise<{ connections: LdapConnections; count: { sockets: number; binds: number } }> {
  const count = { sockets: 0, binds: 0 }
  const open = new Set<Socket>()
  const server: Server = createServer((socket) => {
    count.sockets += 1
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      for (const { id, tag } of readRequests(data)) {
        if (tag === bindTag) count.binds += 1
        const reply = answer(tag, socket)
        if (reply === 'hang-up') socket.destroy()
        if (reply === 'success') socket.write(createSuccess(id, tag))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const connections = createLdapConnections({
    kind: 'open-ldap',
    target: {
      url: `ldap://127.0.0.1:${port}`,
      host: '127.0.0.1',
      port,
      security: 'loopback',
      readCa: async () => undefined,
    },
    bindDn: 'cn=service',
    readBindPassword: async () => 'secret',
    timeoutMs: limitMs,
  })
  closing.push(async () => {
    await connections.close()
    for (const socket of open) socket.destroy()
    server.close()
  })
  return { connections, count }
}

/** Each is `30 length 02 01 id tag …`, all of it short. */
function readRequests(data: Buffer): readonly { id: number; tag: number }[] {
  const requests: { id: number; tag: number }[] = []
  for (let start = 0; start < data.length; start += 2 + data.readUInt8(start + 1)) {
    requests.push({ id: data.readUInt8(start + 4), tag: data.readUInt8(start + 5) })
  }
  return requests
}

/** Result: success, no DN, no text. */
function createSuccess(id: number, tag: number): Buffer {
  const responseTag = tag === searchTag ? searchDoneTag : tag + 1
  return Buffer.from([0x30, 12, 2, 1, id, responseTag, 7, 10, 1, 0, 4, 0, 4, 0])
}

const search = (connections: LdapConnections) =>
  connections.read(async (client) => client.search('', { scope: 'base' }))
const modify = (connections: LdapConnections) => connections.write(async (client) => client.modify('cn=a', []))
const kindOf = (kind: string) => expect.objectContaining({ kind })

describe('one connection for all who ask at once', () => {
  test('ten first calls bind once', async () => {
    const { connections, count } = await startServer(() => 'success')
    await Promise.all(Array.from({ length: 10 }, () => search(connections)))
    expect(count).toEqual({ sockets: 1, binds: 1 })
  })

  test('writes go on one of their own', async () => {
    const { connections, count } = await startServer(() => 'success')
    await search(connections)
    await modify(connections)
    await modify(connections)
    expect(count).toEqual({ sockets: 2, binds: 2 })
  })
})

describe('R5: a limit on everything', () => {
  test('a server that is silent at the bind is unavailable, and all who wait learn it', async () => {
    const { connections } = await startServer(() => 'silence')
    const results = await Promise.allSettled([search(connections), search(connections), modify(connections)])
    for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: kindOf('unavailable') })
  })

  test('silent at a read: unavailable; at a write: unknown', async () => {
    const { connections } = await startServer((tag) => (tag === bindTag ? 'success' : 'silence'))
    await expect(search(connections)).rejects.toEqual(kindOf('unavailable'))
    await expect(modify(connections)).rejects.toEqual(kindOf('unknown_outcome'))
  })
})

describe('a lost connection is never used again', () => {
  test('hung up at a read: unavailable; at a write: unknown', async () => {
    const { connections } = await startServer((tag) => (tag === bindTag ? 'success' : 'hang-up'))
    await expect(search(connections)).rejects.toEqual(kindOf('unavailable'))
    await expect(modify(connections)).rejects.toEqual(kindOf('unknown_outcome'))
  })

  test('the next call binds anew: it never goes on as nobody', async () => {
    let isDown = false
    const { connections, count } = await startServer((tag) => (isDown && tag !== bindTag ? 'hang-up' : 'success'))
    await search(connections)
    isDown = true
    await expect(search(connections)).rejects.toEqual(kindOf('unavailable'))
    isDown = false
    await search(connections)
    expect(count).toEqual({ sockets: 2, binds: 2 })
  })

  test('one that did not answer in time takes no new work', async () => {
    let isSlow = true
    const { connections, count } = await startServer((tag) => (isSlow && tag !== bindTag ? 'silence' : 'success'))
    await expect(search(connections)).rejects.toEqual(kindOf('unavailable'))
    isSlow = false
    await search(connections)
    expect(count).toEqual({ sockets: 2, binds: 2 })
  })

  test('what others have under way on it still ends well', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const late = Promise.withResolvers<Socket>()
    const added = Promise.withResolvers<void>()
    const { connections } = await startServer((tag, socket) => {
      if (tag === deleteTag) late.resolve(socket)
      if (tag === addTag) added.resolve()
      return tag === bindTag || tag === modifyTag ? 'success' : 'silence'
    })
    const lost = connections.write(async (client) => client.del('cn=a'))
    const socket = await late.promise
    vi.advanceTimersByTime(limitMs - 1)
    const other = connections.write(async (client) => client.add('cn=b', {}))
    await added.promise
    vi.advanceTimersByTime(1)
    await expect(lost).rejects.toEqual(kindOf('unknown_outcome'))
    await modify(connections)
    socket.write(createSuccess(addId, addTag))
    await other
  })

  test('closed means closed', async () => {
    const { connections } = await startServer(() => 'success')
    await search(connections)
    await connections.close()
    await expect(search(connections)).rejects.toEqual(kindOf('unavailable'))
  })
})

test('pages are read when they are wanted, and a bind of somebody else has a connection of its own', async () => {
  const { connections, count } = await startServer(() => 'success')
  await search(connections)
  expect(await connections.tryBind('cn=user', 'password')).toEqual({ refusal: undefined, policyError: undefined })
  const pages = connections.readPages('dc=a', { paged: { pageSize: 2 } })
  expect(await pages.next()).toEqual({ done: false, value: [] })
  expect(count).toEqual({ sockets: 2, binds: 2 })
})
