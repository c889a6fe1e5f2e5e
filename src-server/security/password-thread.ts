import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PasswordAnswer, PasswordResult, PasswordTask } from './password-messages.ts'

// The sources run as `.ts`; the bundle puts this file and the worker side by side as `.js`.
const ownEntry = new URL(`./password-worker${extname(import.meta.url)}`, import.meta.url)

/**
 * A thread that computes verifiers one after the other. It starts with the first of them, and anew after it has ended, which
 * fails what it was asked. It keeps nothing running that has nothing to wait for.
 */
export function openPasswordThread(entry: URL = ownEntry): (task: PasswordTask) => Promise<PasswordResult> {
  let thread: ReturnType<typeof startThread> | undefined
  return async (task) => {
    if (!thread?.isRunning()) thread = startThread(entry)
    return await thread.ask(task)
  }
}

function startThread(entry: URL) {
  const worker = new Worker(entry)
  const asked: PromiseWithResolvers<PasswordResult>[] = []
  let isRunning = true

  const end = (error: Error): void => {
    isRunning = false
    for (const { reject } of asked.splice(0)) reject(error)
  }
  worker.on('error', (error) => end(error instanceof Error ? error : new Error('the thread for passwords has failed')))
  worker.on('exit', () => end(new Error('the thread for passwords has ended')))
  worker.on('message', (answer: PasswordAnswer) => {
    const first = asked.shift()
    if (asked.length === 0) worker.unref()
    if ('failure' in answer) first?.reject(new Error(answer.failure))
    else first?.resolve(answer.result)
  })

  return {
    isRunning: () => isRunning,
    ask(task: PasswordTask): Promise<PasswordResult> {
      const question = Promise.withResolvers<PasswordResult>()
      asked.push(question)
      worker.ref()
      worker.postMessage(task)
      return question.promise
    },
  }
}
