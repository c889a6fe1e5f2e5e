/**
 * Loaded first in every utility process (`--import`): defines Electron's `process.parentPort`, and ends the child when
 * the app is gone, however it went: the channel to a killed process closes too.
 */
import { EventEmitter } from 'node:events'
import { isMainThread } from 'node:worker_threads'

/** How long a child that listens for 'close' may take to end by itself. */
const CLOSE_LIMIT_MS = 5000
/** 'error' is never emitted, but node:events' once(object, …) always listens for it. */
const EVENTS = ['message', 'close', 'error', 'newListener']

function defineParentPort() {
  const port = new EventEmitter()
  const early: unknown[] = []
  const isHeard = () => port.listenerCount('message') > 0

  process.on('disconnect', () => {
    if (!port.emit('close')) process.exit(0)
    setTimeout(() => process.exit(0), CLOSE_LIMIT_MS).unref()
  })
  process.on('message', (message: { data: unknown }) => {
    const event = { data: message.data, ports: [] }
    // The module that will listen may still be loading.
    if (isHeard()) port.emit('message', event)
    else early.push(event)
  })
  port.on('newListener', (name) => {
    if (!EVENTS.includes(String(name)))
      throw new Error(`not supported by the Chromium host: process.parentPort.on('${String(name)}')`)
    if (name !== 'message') return
    setImmediate(() => {
      for (const event of early.splice(0)) port.emit('message', event)
    })
  })
  Object.defineProperty(process, 'type', { value: 'utility', enumerable: true })
  Object.defineProperty(process, 'parentPort', {
    value: Object.assign(port, {
      postMessage(message: unknown) {
        process.send?.(message)
      },
    }),
    enumerable: true,
  })
}

// Worker threads of the child load this file too, with its other switches; the port is the child's own.
if (isMainThread) defineParentPort()
