import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TlsFiles } from '../../../src-server/listener.ts'
import { makeCertificate } from '../../support/certificates.ts'
import { inProject } from '../../support/project.ts'
import { makeDataDirectory } from '../../support/test-database.ts'

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'saihakko-serve-'))
  const dataDir = join(folder, 'data')
  await makeDataDirectory(dataDir)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const canary = 'Canary88Pw'
/** Goes wrong when it is told to, where nobody catches it. */
const saboteur = `data:text/javascript,process.on('message', (text) => setImmediate(() => { throw new Error(text) }))`

/** `serve` over TLS as a process of its own, with the saboteur in it. */
function startServe(files: { cert: string; key: string }) {
  const child = spawn(process.execPath, ['--import', saboteur, inProject('src-server', 'cli.ts'), 'serve'], {
    env: {
      PATH: process.env['PATH'],
      SAIHAKKO_DATA_DIR: join(folder, 'data'),
      SAIHAKKO_LISTEN: '127.0.0.1:0',
      SAIHAKKO_TLS_CERT: files.cert,
      SAIHAKKO_TLS_KEY: files.key,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('no pipes')
  const lines: string[] = []
  const log = createInterface({ input: stderr })
  log.on('line', (line) => lines.push(line))
  const waitForLine = async (text: string): Promise<string> => {
    for (;;) {
      const found = lines.find((line) => line.includes(text))
      if (found !== undefined) return found
      await new Promise((resolve) => log.once('line', resolve))
    }
  }
  return { child, stdout, lines, waitForLine }
}

async function readCertificate(port: number): Promise<string | undefined> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const found = socket.getPeerX509Certificate()?.toString()
  socket.destroy()
  return found
}

it('serve reads a renewed certificate on SIGHUP, and ends in order with 1 after what nothing has caught (R12, P22)', async ({
  skip,
}) => {
  const [first, second] = [makeCertificate(), makeCertificate()]
  if (!first || !second) {
    skip('openssl is not here to make certificates')
    return
  }
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  const write = ({ cert, key }: TlsFiles): void => {
    writeFileSync(files.cert, cert)
    writeFileSync(files.key, key)
  }
  write(first)
  const { child, stdout, lines, waitForLine } = startServe(files)
  const [ready] = await once(stdout, 'data')
  const port = Number(/:(\d+)\n$/.exec(String(ready))?.[1])
  expect(await readCertificate(port)).toBe(first.cert)

  write(second)
  child.kill('SIGHUP')
  await waitForLine('certificate read again')
  expect(await readCertificate(port)).toBe(second.cert)

  write({ cert: first.cert, key: second.key })
  child.kill('SIGHUP')
  expect(await waitForLine('certificate not renewed')).toContain('"code":"configuration_invalid"')
  expect(await readCertificate(port)).toBe(second.cert)

  const exited = once(child, 'exit')
  child.send(canary)
  expect(await exited).toEqual([1, null])
  const told = lines.filter((line) => line.includes('"code":"internal_error"'))
  expect(told).toHaveLength(1)
  expect(told[0]).toMatch(/"level":60.*"kind":"uncaught_exception".*"type":"Error".*"stack":"\s+at /)
  expect(lines.join('\n')).not.toContain(canary)
})
