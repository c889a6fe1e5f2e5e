import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

type Argument = { readonly string: string } | { readonly uint32: number } | { readonly boolean: boolean }

/** The bytes of one message of the D-Bus protocol, little endian (D-Bus specification, “Message protocol”). */
function createMessageWriter() {
  const bytes: number[] = []
  const raw = (...more: number[]): void => void bytes.push(...more)
  const align = (to: number): void => {
    while (bytes.length % to !== 0) raw(0)
  }
  const uint32 = (value: number): void => {
    align(4)
    const four = Buffer.alloc(4)
    four.writeUInt32LE(value)
    raw(...four)
  }
  const string = (text: string): void => {
    uint32(Buffer.byteLength(text))
    raw(...Buffer.from(text), 0)
  }
  const signature = (text: string): void => raw(text.length, ...Buffer.from(text), 0)
  return { raw, align, uint32, string, signature, bytes: () => Buffer.from(bytes) }
}

const typeOf = (argument: Argument): string => ('string' in argument ? 's' : 'uint32' in argument ? 'u' : 'b')

function writeMessage(
  type: 1 | 4,
  serial: number,
  fields: Readonly<Record<number, string>>,
  args: readonly Argument[],
) {
  const body = createMessageWriter()
  for (const argument of args) {
    if ('string' in argument) body.string(argument.string)
    else body.uint32('uint32' in argument ? argument.uint32 : Number(argument.boolean))
  }
  const header = createMessageWriter()
  const signature = args.map(typeOf).join('')
  for (const [code, value] of Object.entries({ ...fields, ...(signature === '' ? {} : { 8: signature }) })) {
    header.align(8)
    const kind = code === '1' ? 'o' : code === '8' ? 'g' : 's'
    header.raw(Number(code))
    header.signature(kind)
    if (kind === 'g') header.signature(value)
    else header.string(value)
  }
  const start = createMessageWriter()
  start.raw(0x6c, type, 0, 1)
  start.uint32(body.bytes().length)
  start.uint32(serial)
  start.uint32(header.bytes().length)
  start.raw(...header.bytes())
  start.align(8)
  return Buffer.concat([start.bytes(), body.bytes()])
}

export interface DbusSender {
  /** Sends a signal with one boolean, as a screen saver does. */
  signal(path: string, member: string, value: boolean): void
  close(): void
}

/** Owns `name` on the bus whose socket is at `socketPath`, as the screen saver of a desktop would. */
export async function openDbusSender(socketPath: string, name: string): Promise<DbusSender> {
  const socket: Socket = connect(socketPath)
  await once(socket, 'connect')
  const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex')
  socket.write(`\0AUTH EXTERNAL ${user}\r\n`)
  await once(socket, 'data')
  socket.write('BEGIN\r\n')
  let serial = 0
  const send = (type: 1 | 4, fields: Readonly<Record<number, string>>, ...args: readonly Argument[]): void => {
    serial += 1
    socket.write(writeMessage(type, serial, fields, args))
  }
  const bus = { 1: '/org/freedesktop/DBus', 2: 'org.freedesktop.DBus', 6: 'org.freedesktop.DBus' }
  send(1, { ...bus, 3: 'Hello' })
  send(1, { ...bus, 3: 'RequestName' }, { string: name }, { uint32: 0 })
  socket.resume()
  return {
    signal: (path, member, value) => send(4, { 1: path, 2: name, 3: member }, { boolean: value }),
    close: () => void socket.destroy(),
  }
}
