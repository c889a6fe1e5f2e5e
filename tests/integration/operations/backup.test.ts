import { expect, it } from 'vitest'
import { openEmbeddedDatabase } from '../../../src-server/database/embedded-database.ts'
import { createAuditService } from '../../../src-server/modules/audit/audit-service.ts'
import { verifyAuditChain } from '../../../src-server/modules/audit/audit-verification-service.ts'
import { readTemplate } from '../../support/test-database.ts'

it('a restored copy proves its audit by the same head, goes on from it, and shows what is missing in an older one (R13)', async () => {
  const original = await openEmbeddedDatabase({ kind: 'embedded', dataDir: 'memory', dump: await readTemplate() })
  const audit = createAuditService(() => new Date())
  const append = (db: typeof original.db) =>
    audit.append(db, {
      action: 'call_route',
      outcome: 'refused',
      origin: { requestId: 'r', remoteAddress: '127.0.0.1' },
      details: { operation: '再発行' },
    })
  await append(original.db)
  const older = await original.dump()
  await append(original.db)
  const later = await original.dump()
  const before = await verifyAuditChain({ db: original.db })
  await original.close()
  if (!before.intact) throw new Error('the original is broken')

  const restored = await openEmbeddedDatabase({ kind: 'embedded', dataDir: 'memory', dump: later })
  expect(await verifyAuditChain({ db: restored.db, recorded: [before.head] })).toEqual(before)
  await append(restored.db)
  expect(await verifyAuditChain({ db: restored.db, recorded: [before.head] })).toMatchObject({
    intact: true,
    events: 3,
  })
  await restored.close()

  const stale = await openEmbeddedDatabase({ kind: 'embedded', dataDir: 'memory', dump: older })
  expect(await verifyAuditChain({ db: stale.db, recorded: [before.head] })).toMatchObject({ intact: false, events: 1 })
  await stale.close()
})
