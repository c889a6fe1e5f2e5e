import { createFileOfflineStore } from '../../src-main/adapters/file-offline-store.ts'

/**
 * Run as a process: changes a stored copy for ever, one chunk of three at a time, and prints the number of each change once
 * it is there. Header and chunks say which change they belong to.
 */
const [folder = '', from = '0'] = process.argv.slice(2)
const store = createFileOfflineStore(folder)
const names = [`first-${from}`, `second-${from}`, `third-${from}`]
for (let number = Number(from) + 1; ; number += 1) {
  const name = `chunk-${number}`
  const isFirst = number === Number(from) + 1
  const kept = isFirst ? names : [...names.slice(1), name]
  const added = isFirst ? names : [name]
  names.splice(0, names.length, ...kept)
  await store.commit({
    header: Buffer.from(JSON.stringify({ number, names })),
    newChunks: new Map(added.map((chunk) => [chunk, Buffer.from(chunk.repeat(5_000))])),
    allChunks: new Set(names),
  })
  process.stdout.write(`${number}\n`)
}
