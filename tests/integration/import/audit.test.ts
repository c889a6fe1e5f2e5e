import { describe, expect, it } from 'vitest'
import { createUser } from '../../../src-server/modules/members/create-user-service.ts'
import { importUsers } from '../../../src-server/modules/members/import-service.ts'
import { openDatabaseForEachTest } from '../../support/database-for-each-test.ts'
import { databaseKinds } from '../../support/test-database.ts'

const at = new Date('2026-11-23T00:00:00.000Z')
const header = 'memberId,memberName,userId,loginId,userName,role'

describe.each(databaseKinds)('what commands leave in the audit (%s) (P21, P25)', (kind) => {
  const openedDatabase = openDatabaseForEachTest(kind)

  const importText = (text: string, isDryRun = false) =>
    importUsers({ db: openedDatabase().db, chunks: toBytes(text), clock: () => at, isDryRun })
  const readEvents = () => openedDatabase().db.selectFrom('audit_events').selectAll().orderBy('seq').execute()

  it('an import: one event with counts and no names', async () => {
    await importText(`${header},state
M-1,アルファ,U-1,CZ1,田中,staff,active
M-1,アルファ,U-2,CZ2,佐藤,staff,disabled
M-2,ベータ,U-3,CZ3,鈴木,staff,active
`)
    await importText(`${header},state
M-1,アルファ,U-1,CZ1,田中,staff,disabled
M-1,アルファ,U-2,CZ2,佐藤,staff,active
M-2,ベータ,U-3,CZ3,鈴木,staff,active
M-2,ベータ,U-4,CZ4,高橋,staff,active
`)
    await importText(`${header}\nM-1,アルファ,U-1,CZ1,田中,staff\n`)
    const events = await readEvents()
    expect(events.map(({ details }) => details)).toEqual([
      { users: 3, members: 2, added: 3, disabled: 0, enabled: 0, rolesChanged: 0, contactsChanged: 0 },
      { users: 4, members: 2, added: 1, disabled: 1, enabled: 1, rolesChanged: 0, contactsChanged: 0 },
      { users: 1, members: 1, added: 0, disabled: 0, enabled: 0, rolesChanged: 0, contactsChanged: 0 },
    ])
    for (const event of events)
      expect(event).toMatchObject({ at, action: 'import_users', outcome: 'done', target_user_id: null })
  })

  it('an import: the numbers of changed roles and contacts, and no value of them (H3, P22)', async () => {
    await importText(`${header},phone,email
M-1,アルファ,U-1,CZ1,田中,staff,03-1111-1111,
M-1,アルファ,U-2,CZ2,佐藤,staff,03-2222-2222,b@example.test
M-1,アルファ,U-3,CZ3,鈴木,administrator,03-3333-3333,
`)
    await importText(`${header},phone,email
M-1,アルファ,U-1,CZ1,田中,administrator,03-9999-9999,
M-1,アルファ,U-2,CZ2,佐藤,staff,03-2222-2222,
M-1,アルファ,U-3,CZ3,鈴木,administrator,03-3333-3333,
M-1,アルファ,U-4,CZ4,高橋,staff,03-4444-4444,
`)
    // A column that the file lacks changes nothing.
    await importText(`${header},fax\nM-1,アルファ,U-1,CZ1,田中,staff,03-5555-5555\n`)
    await importText(`${header}\nM-1,アルファ,U-1,CZ1,田中,staff\n`)
    const events = await readEvents()
    expect(events.map(({ details }) => details)).toMatchObject([
      { added: 3, rolesChanged: 0, contactsChanged: 0 },
      { added: 1, rolesChanged: 1, contactsChanged: 2 },
      { added: 0, rolesChanged: 1, contactsChanged: 1 },
      { added: 0, rolesChanged: 0, contactsChanged: 0 },
    ])
    expect(JSON.stringify(events)).not.toMatch(/03-|@|administrator/)
  })

  it('an import that changes nothing: no event', async () => {
    await importText(`${header}\nM-1,アルファ,U-1,CZ1,田中,staff\n`, true)
    await importText(`${header}\nM-1,アルファ,U-1,CZ1,田中,boss\n`)
    expect(await readEvents()).toEqual([])
  })

  it('a user who was made: one event in the same transaction', async () => {
    const user = { memberId: 'M-1', memberName: 'アルファ', userId: 'U-1', loginId: 'CZ1', userName: '田中', at }
    await createUser(openedDatabase().db, { ...user, role: 'administrator', verifier: 'not a real one' })
    await expect(createUser(openedDatabase().db, { ...user, role: 'staff', verifier: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    })
    const events = await readEvents()
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      at,
      action: 'create_user',
      outcome: 'done',
      actor_user_id: null,
      target_member_id: 'M-1',
      target_user_id: 'U-1',
      details: { role: 'administrator', newMember: true },
    })
    expect(JSON.stringify(events)).not.toMatch(/not a real one|田中|アルファ/)
  })
})

async function* toBytes(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text)
}
