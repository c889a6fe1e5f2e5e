import { describe, expect, it } from 'vitest'
import { importMembers, importUsers } from '../../../src-server/modules/members/import-service.ts'
import { openDatabaseForEachTest } from '../../support/database-for-each-test.ts'
import { databaseKinds, type DatabaseKind } from '../../support/test-database.ts'

const at = new Date('2026-11-23T00:00:00.000Z')
const facts = 'timeZone,address,representative,contractNumber,phone'

/** Imports into a fresh database for each test of the surrounding `describe`. */
function openImports(kind: DatabaseKind) {
  const openedDatabase = openDatabaseForEachTest(kind)

  const importText = (text: string, isDryRun = false) =>
    importMembers({ db: openedDatabase().db, chunks: toBytes(text), clock: () => at, isDryRun })
  const problemsOf = async (text: string): Promise<string[]> => {
    const outcome = await importText(text)
    if (outcome.imported) throw new Error('it was imported')
    return outcome.problems.first.map(({ line, column, what }) => `line ${line}: ${column}: ${what}`)
  }
  const readMembers = () =>
    openedDatabase()
      .db.selectFrom('members')
      .select(['member_id', 'member_name', 'time_zone', 'address', 'representative', 'contract_number', 'phone'])
      .orderBy('member_id')
      .execute()
  const readEvents = () => openedDatabase().db.selectFrom('audit_events').selectAll().orderBy('seq').execute()

  return { openedDatabase, importText, problemsOf, readMembers, readEvents }
}

describe.each(databaseKinds)('importing members (%s)', (kind) => {
  const { importText, readMembers } = openImports(kind)

  it('takes names, time zones and facts, updates what is there, and leaves columns that the file lacks alone', async () => {
    const first = [
      '\ufeffphone,memberName,memberId,timeZone,address,representative,contractNumber',
      '03-1111-0001,アルファ,M-1,America/New_York,"東京都港区１－２, 三階",代表 太郎,K-0001\r\n',
    ].join('\r\n')
    expect(await importText(first)).toEqual({ imported: true, members: 1 })
    expect(await importText('memberId,memberName,phone\nM-1,アルファ改,\nM-2,ベータ,06-1\n')).toEqual({
      imported: true,
      members: 2,
    })
    const kept = { address: '東京都港区１－２, 三階', representative: '代表 太郎', contract_number: 'K-0001' }
    const none = { address: null, representative: null, contract_number: null }
    expect(await readMembers()).toEqual([
      { member_id: 'M-1', member_name: 'アルファ改', time_zone: 'America/New_York', ...kept, phone: null },
      { member_id: 'M-2', member_name: 'ベータ', time_zone: 'Asia/Tokyo', ...none, phone: '06-1' },
    ])
  })
})

describe('importing members', () => {
  const { openedDatabase, importText, problemsOf, readMembers, readEvents } = openImports('postgres')

  it('a new number to call back counts as a changed contact of the member’s administrators (H3)', async () => {
    const users = `memberId,memberName,userId,loginId,userName,role
M-1,アルファ,U-1,CZ1,田中,administrator
M-1,アルファ,U-2,CZ2,佐藤,staff
M-2,ベータ,U-3,CZ3,鈴木,administrator
`
    await importUsers({ db: openedDatabase().db, chunks: toBytes(users), clock: () => at, isDryRun: false })
    const readChanged = async (): Promise<string[]> => {
      const changed = openedDatabase()
        .db.selectFrom('users')
        .select('user_id')
        .where('contact_changed_at', 'is not', null)
      return (await changed.execute()).map(({ user_id }) => user_id)
    }
    await importText('memberId,memberName,address\nM-1,アルファ,東京都港区\nM-2,ベータ,大阪市\n')
    expect(await readChanged()).toEqual([])
    await importText('memberId,memberName,phone\nM-1,アルファ,03-1111-0001\n')
    expect(await readChanged()).toEqual(['U-1'])
  })

  it('whoever leaves the helpdesk loses the right to read the audit (P17)', async () => {
    const importRole = (role: string) => {
      const users = `memberId,memberName,userId,loginId,userName,role\nM-H,窓口,U-H,HD1,窓口 太郎,${role}\n`
      return importUsers({ db: openedDatabase().db, chunks: toBytes(users), clock: () => at, isDryRun: false })
    }
    const readRight = () =>
      openedDatabase()
        .db.selectFrom('users')
        .select('is_auditor')
        .where('user_id', '=', 'U-H')
        .executeTakeFirstOrThrow()
    await importRole('helpdesk')
    await openedDatabase().db.updateTable('users').set({ is_auditor: true }).execute()
    await importRole('helpdesk')
    expect(await readRight()).toEqual({ is_auditor: true })
    await importRole('staff')
    await importRole('helpdesk')
    expect(await readRight()).toEqual({ is_auditor: false })
  })

  it('leaves facts alone when users are imported, and users when members are', async () => {
    const users = 'memberId,memberName,userId,loginId,userName,role\nM-1,アルファ,U-1,CZ1,田中,staff\n'
    const importAgain = () =>
      importUsers({ db: openedDatabase().db, chunks: toBytes(users), clock: () => at, isDryRun: false })
    await importAgain()
    await importText(`memberId,memberName,${facts}\nM-1,アルファ,UTC,住所,代表,K-1,03-1\n`)
    await importAgain()
    expect(await readMembers()).toMatchObject([{ time_zone: 'UTC', address: '住所', phone: '03-1' }])
    expect(await openedDatabase().db.selectFrom('users').select('user_id').execute()).toEqual([{ user_id: 'U-1' }])
  })

  it('changes nothing in a dry run, nor when one line is wrong, and says which', async () => {
    expect(await importText('memberId,memberName\nM-1,アルファ\n', true)).toEqual({ imported: true, members: 1 })
    const wrong = [
      `memberId,memberName,${facts}`,
      'M-1,アルファ,Asia/Tokyo,,,,',
      'M-2,ベータ,Asia/Atlantis,,,,',
      'M-3,ガンマ,+09:00,,,,',
      'M-4,,,－－,,,',
      'M 5,デルタ,,,,,',
      'M-1,アルファ,,,,,',
      `M-7,イプシロン,,${'長'.repeat(201)},,,-`,
    ]
    expect(await problemsOf(wrong.join('\n'))).toEqual([
      'line 3: timeZone: is not the name of a time zone, e.g. Asia/Tokyo',
      'line 4: timeZone: is not the name of a time zone, e.g. Asia/Tokyo',
      'line 5: memberName: is empty',
      'line 5: address: has no letter and no digit',
      'line 6: memberId: may hold letters, digits and . _ - only',
      'line 7: memberId: is the same as in line 2',
      'line 8: address: is longer than 200 characters',
      'line 8: phone: has no letter and no digit',
    ])
    expect(await problemsOf('memberId,fax\n')).toEqual([
      'line 1: memberName: the column is missing',
      'line 1: fax: is not a column of this file',
    ])
    expect(await readMembers()).toEqual([])
    expect(await readEvents()).toEqual([])
  })

  it('says that the header is missing, and none of the facts that stand in its place (P22)', async () => {
    const problems = await problemsOf('M-1,アルファ,Asia/Tokyo,東京都港区１－２,代表 太郎,K-0001,03-1111-0001\n')
    expect(problems).toEqual(['line 1: header: names none of the columns; the first line has to'])
  })

  it('writes the name of a zone properly, and an empty one as Tokyo', async () => {
    await importText('memberId,memberName,timeZone\nM-1,ア,europe/berlin\nM-2,イ,\n')
    expect((await readMembers()).map(({ time_zone }) => time_zone)).toEqual(['Europe/Berlin', 'Asia/Tokyo'])
  })

  it('leaves one event with numbers and without a fact in the audit (P21, P22)', async () => {
    await importText(`memberId,memberName,${facts}\nM-1,アルファ,UTC,住所,代表,K-1,03-1\nM-2,ベータ,,,,,\n`)
    await importText('memberId,memberName,address\nM-1,アルファ,新住所\nM-2,ベータ,\nM-3,ガンマ,\n')
    const events = await readEvents()
    expect(events.map(({ action, details }) => [action, details])).toEqual([
      ['import_members', { members: 2, added: 2, changed: 0 }],
      ['import_members', { members: 3, added: 1, changed: 1 }],
    ])
    expect(JSON.stringify(events)).not.toMatch(/住所|代表|K-1|03-1|アルファ/)
  })
})

async function* toBytes(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text)
}
