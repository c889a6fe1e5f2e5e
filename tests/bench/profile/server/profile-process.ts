import { Session } from 'node:inspector/promises'

// Loaded into the server’s process before the server itself (`node --import`), so that the product holds nothing for this.
// What it sees is the main thread: its scripts, and the native code that they wait for.
const samplingMicroseconds = 100
const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.setSamplingInterval', { interval: samplingMicroseconds })

async function obey(message: unknown): Promise<void> {
  if (message === 'start profile') {
    await session.post('Profiler.start')
    process.send?.('started')
  } else if (message === 'stop profile') {
    process.send?.((await session.post('Profiler.stop')).profile)
  }
}

process.on('message', (message) => void obey(message))
// A bench that was killed takes its server with it.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// The server ends when it has nothing more to do, although somebody could still ask.
process.channel?.unref()
