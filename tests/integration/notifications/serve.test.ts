import { expect, it } from 'vitest'
import { startServer } from '../../../src-server/serve.ts'
import { createPasswordVerifier } from '../../../src-server/security/password-verifier.ts'
import { startMailServer } from '../../support/mail-server.ts'
import { addressOf, queueReissue } from '../../support/outbox-fixtures.ts'
import { insertPeople } from '../../support/server-fixtures.ts'
import { readTemplate } from '../../support/test-database.ts'

it('a server with a mail server sends what waits in the outbox by itself, and ends in order (P8, R7)', async () => {
  const arrived: string[] = []
  const all = Promise.withResolvers<void>()
  const mailServer = await startMailServer({
    refuseMail: ({ to }) => {
      arrived.push(...to)
      if (arrived.length === 2) all.resolve()
      return undefined
    },
  })
  const lines: string[] = []
  const server = await startServer({
    listen: { host: '127.0.0.1', port: 0 },
    database: { kind: 'embedded', dataDir: 'memory', dump: await readTemplate() },
    dataDir: 'memory',
    mail: { smtpUrl: mailServer.url, from: 'desk@example.test' },
    logStream: { write: (line) => void lines.push(line) },
  })
  try {
    await insertPeople(server.db, createPasswordVerifier({ maxConcurrent: 2, maxQueued: 50 }), new Date())
    await queueReissue(server.db, { target: 'staff', issuer: 'administrator', at: new Date() })
    await all.promise
  } finally {
    await server.close()
    await mailServer.close()
  }
  expect(arrived.toSorted()).toEqual([addressOf('otherAdministrator'), addressOf('staff')])
  const told = lines.filter((line) => line.includes('notice sent'))
  expect(told).toHaveLength(2)
  for (const line of told) expect(line).not.toMatch(/@example|管理|担当|AS000001/)
})
