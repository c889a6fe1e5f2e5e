import { createHash, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { composeUpdateStatement } from '../src-shared/domain/update-statement.ts'

const help = `node scripts/sign-release.ts --key <file> <folder with the release>
node scripts/sign-release.ts --new-key <file>
  --key      the private key (PEM); without it, the file that SAIHAKKO_SIGNING_KEY_FILE names
  --new-key  makes a private key in a new file, and prints the public one for src-main/security/update-keys.ts
`

const feedSchema = z.object({
  version: z.string(),
  files: z.array(z.object({ url: z.string(), sha512: z.string() })).min(1),
  signatures: z.array(z.string()).default([]),
})

/** Adds a signature to every feed file (latest*.yml) of `dir`; gives their names. Throws when a file is not what its feed says. */
export function signRelease(dir: string, key: KeyObject): string[] {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The key is no Ed25519 key.')
  const feeds = readdirSync(dir).filter((name) => /^latest[\w-]*\.yml$/.test(name))
  if (feeds.length === 0) throw new Error(`There is no latest*.yml in ${dir}.`)
  for (const feed of feeds) signFeed(dir, feed, key)
  return feeds
}

function signFeed(dir: string, feed: string, key: KeyObject): void {
  const document = parseDocument(readFileSync(join(dir, feed), 'utf8'))
  const { version, files, signatures } = feedSchema.parse(document.toJS())
  for (const { url, sha512 } of files) {
    const actual = createHash('sha512')
      .update(readFileSync(join(dir, url)))
      .digest('base64')
    if (actual !== sha512) throw new Error(`${url} is not the file that ${feed} was made for.`)
  }
  const statement = composeUpdateStatement(
    version,
    files.map(({ url, sha512 }) => ({ name: url, sha512 })),
  )
  const signature = sign(null, Buffer.from(statement), key).toString('base64')
  document.set('signatures', [...new Set([...signatures, signature])])
  writeFileSync(join(dir, feed), document.toString({ lineWidth: 0 }))
}

/** Writes a private key that only its owner can read, never over another one; gives the public key (SPKI, base64). */
export function makeSigningKey(path: string): string {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
  return publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
}

function run(): void {
  const options = { key: { type: 'string' }, 'new-key': { type: 'string' } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const keyFile = values.key ?? process.env['SAIHAKKO_SIGNING_KEY_FILE']
  const [dir] = positionals
  if (values['new-key'] !== undefined) {
    process.stdout.write(`${makeSigningKey(resolve(values['new-key']))}\n`)
  } else if (keyFile !== undefined && dir !== undefined) {
    const feeds = signRelease(resolve(dir), createPrivateKey(readFileSync(keyFile, 'utf8')))
    process.stdout.write(`Signed: ${feeds.join(', ')}\n`)
  } else {
    process.stderr.write(help)
    process.exitCode = 2
  }
}

if (import.meta.main) run()
