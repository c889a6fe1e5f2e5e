// Encrypts on its first start, decrypts on the next: `secrets.mjs FILE`. Prints what it found, as JSON.
import { app, safeStorage } from 'electron'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const file = process.argv.at(-1)
const messageOf = (error) => error.message

async function run() {
  const early = [safeStorage.getSelectedStorageBackend(), safeStorage.isEncryptionAvailable()]
  await app.whenReady()
  const isFirst = !existsSync(file)
  const found = {
    early,
    async: await safeStorage.isAsyncEncryptionAvailable(),
    sync: safeStorage.isEncryptionAvailable(),
    backend: safeStorage.getSelectedStorageBackend(),
  }
  if (isFirst) {
    const encrypted = await safeStorage.encryptStringAsync('再発行 s3cret').catch(messageOf)
    if (typeof encrypted === 'string') return { ...found, refused: encrypted }
    writeFileSync(file, encrypted)
    return { ...found, isHidden: !encrypted.includes('s3cret') }
  }
  const encrypted = readFileSync(file)
  const tampered = [...encrypted.keys()].map((at) => {
    const copy = Buffer.from(encrypted)
    copy[at] ^= 1
    return safeStorage.decryptStringAsync(copy).then(() => 'accepted', messageOf)
  })
  return {
    ...found,
    read: await safeStorage.decryptStringAsync(encrypted),
    readSync: safeStorage.decryptString(encrypted),
    cut: await safeStorage.decryptStringAsync(encrypted.subarray(0, 20)).catch(messageOf),
    tampered: [...new Set(await Promise.all(tampered))],
  }
}
process.stdout.write(`found ${JSON.stringify(await run())}\n`)
app.quit()
