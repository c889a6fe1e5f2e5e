import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import {
  DirectoryError,
  type DirectoryAccount,
  type DirectoryErrorKind,
  type DirectoryPort,
} from '../../../src-server/directory/directory-port.ts'
import type { DirectoryWorld, TestAccount } from '../worlds/directory-world.ts'

/** As the product makes them: long, of every class, nothing of the user’s name (whose accounts are made of a to f). */
export const createPassword = (): string =>
  `Kx7-${[...randomBytes(16)].map((byte) => 'ghjkmnpqrstvwxyz'[byte % 16]).join('')}Q`

export const inTwoDays = (): Date => new Date(Math.floor(Date.now() / 1000) * 1000 + 2 * 86_400_000)

/** The account as the port sees it. */
export async function locate(port: DirectoryPort, { loginId }: TestAccount): Promise<DirectoryAccount> {
  const { accounts } = await port.search(loginId, 5)
  const found = accounts.find((account) => account.loginId === loginId)
  if (!found) throw new Error(`${loginId} is not found`)
  return found
}

/** A new account, and what the port says of it. */
export async function prepare(world: DirectoryWorld, options: Parameters<DirectoryWorld['addAccount']>[0] = {}) {
  const made = await world.addAccount(options)
  const port = world.open(made.member)
  return { made, port, account: await locate(port, made) }
}

/** One that has been given a temporary password. */
export async function prepareReissued(world: DirectoryWorld, validUntil = inTwoDays()) {
  const prepared = await prepare(world)
  const temporary = createPassword()
  const receipt = await prepared.port.resetToTemporary(prepared.account, temporary, validUntil)
  return { ...prepared, temporary, receipt }
}

export async function expectKind(work: Promise<unknown>, ...kinds: DirectoryErrorKind[]): Promise<DirectoryError> {
  const outcome = await work.then(
    (value) => `answered ${JSON.stringify(value)}`,
    (error: unknown) => error,
  )
  if (!(outcome instanceof DirectoryError)) throw new Error(`not a DirectoryError: ${String(outcome)}`)
  expect(kinds, `${outcome.kind}: ${outcome.detail}`).toContain(outcome.kind)
  return outcome
}

/** The next whole second of that world at least `ms` ahead: servers count in whole ones. */
export const inSeconds = (world: Pick<DirectoryWorld, 'now'>, ms: number): Date =>
  new Date(Math.ceil((world.now().getTime() + ms) / 1000) * 1000)

/** Into the next second, so that marks of a second differ. */
export const passSecond = (world: Pick<DirectoryWorld, 'now' | 'waitUntil'>): Promise<void> =>
  world.waitUntil(new Date(inSeconds(world, 1).getTime() + 20))

export async function readAll(port: DirectoryPort, since: string | null) {
  const changed: DirectoryAccount[] = []
  const deleted: string[] = []
  let [next, pages] = ['', 0]
  for await (const page of port.readChanges(since)) {
    changed.push(...page.changed)
    deleted.push(...page.deleted)
    ;({ next } = page)
    pages += 1
  }
  return { changed, deleted, next, pages }
}
