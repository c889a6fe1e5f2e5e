import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFileOfflineStore } from '../../../src-main/adapters/file-offline-store.ts'
import { openSecretBox } from '../../../src-main/adapters/memory-offline-store.ts'
import { nodeRsKeyDerivation } from '../../../src-main/adapters/node-rs-key-derivation.ts'
import { derivationCost } from '../../../src-main/services/copy-encryption.ts'
import { createOfflineCopyRepository } from '../../../src-main/services/offline-copy-repository.ts'
import { createOfflineCopyService } from '../../../src-main/services/offline-copy-service.ts'
import { recordOf } from '../../support/offline-desk.ts'
import type { BenchOptions } from '../bench-suite.ts'
import { makeFigure, noRounds, type Figure } from '../figures.ts'
import { time } from '../server/time.ts'

const owner = { userId: 'EJUM128951TST0020001', serverUrl: 'https://desk.example' }
const password = 'a quiet harbour at dawn'

const heading = 'History kept for review'

/** Opening it with its password, beside reading and decrypting as many bytes and beside deriving the key. */
export async function measureOffline({ rounds, isSmoke, tell }: BenchOptions): Promise<readonly Figure[]> {
  const entries = isSmoke ? 100 : 10_000
  const folder = mkdtempSync(join(tmpdir(), 'saihakko-bench-'))
  try {
    const store = createFileOfflineStore(join(folder, 'offline'))
    const copies = createOfflineCopyService({
      repository: createOfflineCopyRepository(() => Promise.resolve({ kept: 'disk', store, secretBox: openSecretBox })),
      derivation: nodeRsKeyDerivation,
      now: () => new Date(),
      elapsedMs: () => performance.now(),
      newName: randomUUID,
    })
    tell(`desk: ${entries} entries of the history kept for review`)
    const now = Date.now()
    const received = Array.from({ length: entries }, (_, number) =>
      recordOf(number, { issuedAt: new Date(now - number * 60_000).toISOString() }),
    )
    const begun = await copies.openWithServer(owner, password, undefined)
    const rules = { keptDays: 7, timeZone: 'Asia/Tokyo' }
    await copies.save(begun, { asOf: new Date(now).toISOString(), since: '', received }, rules)
    const readBare = prepareFloor(join(folder, 'offline'), join(folder, 'bare'))
    const salt = randomBytes(16)
    const [opened, derived] = [noRounds(), noRounds()]
    for (let round = 0; round <= rounds; round += 1) {
      const floor = await time(() => Promise.resolve(readBare()))
      const deriving = await time(() => nodeRsKeyDerivation.deriveKey(password, salt, derivationCost))
      const value = await time(() => copies.unlock(owner, password))
      // The first one compiles.
      if (round > 0) opened.push({ value, floor })
      if (round > 0) derived.push({ value: deriving })
    }
    const goal = { of: 'value', atMost: 200 } as const
    return [
      makeFigure(`${heading}: ${entries.toLocaleString('en')} entries opened by password`, 'ms', opened, goal),
      makeFigure(`${heading}: of that, deriving the key (argon2id)`, 'ms', derived),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** As many files of the same sizes, encrypted in the same way; the function reads and decrypts them all. */
function prepareFloor(like: string, bare: string): () => void {
  const key = randomBytes(32)
  const sizes = readdirSync(like).map((name) => statSync(join(like, name)).size)
  const files = sizes.map((size, index) => {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    const path = `${bare}-${index}`
    writeFileSync(path, Buffer.concat([cipher.update(randomBytes(size)), cipher.final()]))
    return { path, nonce, tag: cipher.getAuthTag() }
  })
  return () => {
    for (const { path, nonce, tag } of files) {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(tag)
      decipher.update(readFileSync(path))
      decipher.final()
    }
  }
}
