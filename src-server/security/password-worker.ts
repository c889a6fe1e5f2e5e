import { parentPort } from 'node:worker_threads'
import { hashSync as hashArgon2, verifySync as verifyArgon2 } from '@node-rs/argon2'
import { compareSync as compareBcrypt } from 'bcryptjs'
import type { PasswordAnswer, PasswordTask } from './password-messages.ts'

/* A thread that computes verifiers, and nothing else. */

function answer(task: PasswordTask): PasswordAnswer {
  try {
    if (task.kind === 'hash') return { result: hashArgon2(task.password, task.parameters) }
    const { verifier, password } = task
    return { result: isBcrypt(verifier) ? compareBcrypt(password, verifier) : verifyArgon2(verifier, password) }
  } catch (error) {
    // SECURITY: P22. A fixed text of the library’s; the password does not come along.
    return { failure: error instanceof Error ? error.message : 'not computed' }
  }
}

const isBcrypt = (verifier: string): boolean => /^\$2[aby]\$/.test(verifier)

parentPort?.on('message', (task: PasswordTask) => parentPort?.postMessage(answer(task)))
