import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { findElectron } from '../../scripts/find-electron.ts'
import { inProject } from '../support/project.ts'

export interface SecondDesk {
  readonly exitCode: unknown
  readonly printed: string
}

/** Starts the app once more over the same user data, as a person would by mistake, and waits until it has left. */
export async function startSecondDesk(userDataDir: string, args: readonly string[]): Promise<SecondDesk> {
  const program = findElectron()
  if (program === undefined) throw new Error('launch the first desk before the second one')
  const sandbox = process.platform === 'linux' ? ['--no-sandbox'] : []
  const child = spawn(program, [...sandbox, inProject(), ...args], {
    env: { ...process.env, SAIHAKKO_USER_DATA_DIR: userDataDir },
  })
  let printed = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const [exitCode]: unknown[] = await once(child, 'close')
  return { exitCode, printed }
}
