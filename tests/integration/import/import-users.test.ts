import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { importUsers } from '../../../src-server/modules/members/import-service.ts'
import { openDatabaseForEachTest } from '../../support/database-for-each-test.ts'
import { databaseKinds } from '../../support/test-database.ts'
import { generateUserCsv } from '../../support/user-csv-generator.ts'

const header = 'memberId,memberName,userId,loginId,userName,role'
const at = new Date('2026-11-23T00:00:00.000Z')
const argon = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
/** It holds commas. */
const quotedArgon = `"${argon}"`
const bcrypt = `$2b$10$${'a'.repeat(53)}`

describe.each(databaseKinds)('importing users (%s)', (kind) => {
  const openedDatabase = openDatabaseForEachTest(kind)

  const importBytes = (chunks: Iterable<Uint8Array>, isDryRun = false) =>
    importUsers({ db: openedDatabase().db, chunks: toAsync(chunks), clock: () => at, isDryRun })
  const importText = (text: string, isDryRun = false) => importBytes([Buffer.from(text)], isDryRun)
  const problemsOf = async (text: string | Uint8Array): Promise<string[]> => {
    const outcome = await importBytes([Buffer.from(text)])
    if (outcome.imported) throw new Error('it was imported')
    expect(outcome.problems.count).toBeGreaterThanOrEqual(outcome.problems.first.length)
    expect(
      await openedDatabase().db.selectFrom('users').select('user_id').where('user_id', 'like', 'BAD%').execute(),
    ).toEqual([])
    return outcome.problems.first.map(({ line, column, what }) => `line ${line}: ${column}: ${what}`)
  }
  const readUser = (userId: string) =>
    openedDatabase().db.selectFrom('users').selectAll().where('user_id', '=', userId).executeTakeFirstOrThrow()

  it('takes columns in any order, a byte order mark, CRLF, and line breaks within quotes', async () => {
    const text =
      '\ufeffrole,passwordHash,userName,loginId,userId,memberName,memberId,email\r\n' +
      `staff,${quotedArgon},"田中, ""太郎""",CZ1,U-1,アルファ,M-1,a@example.test\r\nadministrator,${bcrypt},佐藤,CZ2,U-2,アルファ,M-1,\r\n`
    expect(await importText(text)).toEqual({ imported: true, users: 2, members: 1 })
    expect(await readUser('U-1')).toMatchObject({
      user_name: '田中, "太郎"',
      state: 'active',
      email: 'a@example.test',
      phone: null,
    })
    const credentials = await openedDatabase()
      .db.selectFrom('credentials')
      .select(['user_id', 'verifier', 'kind'])
      .orderBy('user_id')
      .execute()
    expect(credentials).toEqual([
      { user_id: 'U-1', verifier: argon, kind: 'chosen' },
      { user_id: 'U-2', verifier: bcrypt, kind: 'chosen' },
    ])
  })

  it('reads the same wherever the pieces of the file are cut', async () => {
    const bytes = Buffer.from(`${header}\nM-1,アルファ,U-1,CZ1,𠮷田 髙橋,staff\n`)
    const pieces = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1))
    expect(await importBytes(pieces)).toEqual({ imported: true, users: 1, members: 1 })
    expect(await readUser('U-1')).toMatchObject({ user_name: '𠮷田 髙橋' })
  })

  it('updates users that exist and leaves their passwords, and columns that the file lacks, alone', async () => {
    const first = await importText(
      `${header},phone,state,passwordHash\nM-1,アルファ,U-1,CZ1,田中,staff,03-1,disabled,${quotedArgon}\n`,
    )
    expect(first).toMatchObject({ imported: true })
    const again = `${header},passwordHash\nM-1,アルファ改,U-1,CZ9,田中 改,administrator,${bcrypt}\n`
    expect(await importText(again)).toEqual({ imported: true, users: 1, members: 1 })
    expect(await readUser('U-1')).toMatchObject({
      login_id: 'CZ9',
      login_id_key: 'cz9',
      user_name: '田中 改',
      role: 'administrator',
      phone: '03-1',
      state: 'disabled',
    })
    expect(await openedDatabase().db.selectFrom('credentials').select('verifier').execute()).toEqual([
      { verifier: argon },
    ])
    expect(await openedDatabase().db.selectFrom('members').select('member_name').execute()).toEqual([
      { member_name: 'アルファ改' },
    ])
  })

  it('changes nothing in a dry run', async () => {
    expect(await importText(`${header}\nM-1,アルファ,U-1,CZ1,田中,staff\n`, true)).toEqual({
      imported: true,
      users: 1,
      members: 1,
    })
    expect(await openedDatabase().db.selectFrom('members').selectAll().execute()).toEqual([])
  })

  it('takes a file with a header alone for an import of nobody', async () => {
    expect(await importText(`${header}\n`)).toEqual({ imported: true, users: 0, members: 0 })
  })

  it('names what is wrong with the header', async () => {
    expect(await problemsOf('')).toEqual(['line 1: header: the file is empty'])
    expect(await problemsOf('memberId,memberName,userId,loginId,userName\n')).toEqual([
      'line 1: role: the column is missing',
    ])
    expect(await problemsOf(`${header},nickname,userId\n`)).toEqual([
      'line 1: nickname: is not a column of this file',
      'line 1: userId: the column is there twice',
    ])
  })

  it('names every wrong field with its physical line, also after quoted and empty lines', async () => {
    const text = [
      `${header},state,passwordHash`,
      'M-1,アルファ,BAD-1,CZ1,"二',
      '行",staff,,',
      '',
      'M-1,アルファ,BAD-2,CZ2,田中,boss,gone,plain-password',
      'M-1,アルファ,BAD-3,,　,staff,,',
      'M-1,アルファ,BAD-4,CZ4',
      `M-1,アルファ,BAD 5,CZ5,${'長'.repeat(201)},staff,,`,
    ].join('\r\n')
    expect(await problemsOf(text)).toEqual([
      'line 2: userName: has a control character',
      'line 5: role: is not one of staff, administrator, helpdesk',
      'line 5: state: is not one of active, disabled',
      'line 5: passwordHash: is not a supported verifier ($argon2id$v=19$…, $2a$…, $2b$…)',
      'line 6: loginId: is empty',
      'line 6: userName: is blank',
      'line 7: row: has 4 fields, the header has 8',
      'line 8: userId: may hold letters, digits and . _ - only',
      'line 8: userName: is longer than 200 characters',
    ])
  })

  it('finds IDs used twice, in the file and in the database, however they are written (U1)', async () => {
    await importText(`${header}\nM-1,アルファ,U-1,WR012739,田中,staff\n`)
    const text = [
      header,
      'M-1,アルファ,BAD-1,CZ1,一,staff',
      'M-1,アルファ,BAD-1,CZ2,二,staff',
      'M-1,アルファ,BAD-3,ＣＺ１,三,staff',
      'M-1,アルファ,BAD-4,wr012739,四,staff',
      'M-2,ベータ,U-1,CZ5,五,staff',
      'M-2,ベータ二,BAD-6,CZ6,六,staff',
    ].join('\n')
    expect(await problemsOf(text)).toEqual([
      'line 3: userId: is the same as in line 2',
      'line 4: loginId: is the same as in line 2 (case and width do not matter)',
      'line 5: loginId: is in use by the user U-1',
      'line 6: memberId: the user belongs to another member already; a user cannot change members',
      'line 7: memberName: differs from line 6 for the same member',
    ])
  })

  it('refuses broken quotes and other encodings, with the line', async () => {
    expect(await problemsOf(`${header}\nM-1,ア,BAD-1,CZ1,田中,staff\nM-1,ア,BAD-2,CZ2,"田中"x,staff\n`)).toEqual([
      'line 3: file: a quote stands where none may be; a quote inside of a field is written twice',
    ])
    expect(await problemsOf(`${header}\nM-1,ア,BAD-1,CZ1,"田中,staff\n`)).toEqual([
      'line 2: file: a quote is opened and never closed',
    ])
    const shiftJis = Buffer.concat([
      Buffer.from(`${header}\nM-1,a,BAD-1,CZ1,b,staff\nM-1,a,BAD-2,CZ2,`),
      Buffer.from([0x93, 0x63, 0x92, 0x86]),
      Buffer.from(',staff\n'),
    ])
    expect(await problemsOf(shiftJis)).toEqual(['line 3: file: is not valid UTF-8'])
  })

  it('lists the first 100 errors and counts the rest', async () => {
    const rows = Array.from({ length: 2500 }, (_, index) => `M-1,ア,BAD-${index},CZ${index},田中,boss`)
    const outcome = await importText([header, ...rows].join('\n'))
    expect(outcome).toMatchObject({ imported: false, problems: { count: 2500 } })
    const lines = outcome.imported ? [] : outcome.problems.first.map(({ line }) => line)
    expect(lines).toEqual(Array.from({ length: 100 }, (_, index) => index + 2))
  })

  it('tells what is wrong with its line, in whichever batch it stands, and imports nothing', async () => {
    const rows = Array.from({ length: 6000 }, (_, index) => `M-1,ア,BAD-${index},CZ${index},田中,staff`)
    rows[2500] = 'M-1,ア,BAD-2500,CZ2500,田中,boss'
    rows[4100] = 'M-1,ア,BAD-7,CZ4100,田中,staff'
    rows[4300] = 'M-1,イ,BAD-4300,ＣＺ９,田中,staff'
    rows[5998] = 'M-1,ア,BAD-5998,,田中,staff'
    rows[5999] = 'M-1,ア,BAD-5999,CZ5999,"田中"x,staff'
    expect(await problemsOf([header, ...rows].join('\n'))).toEqual([
      'line 2502: role: is not one of staff, administrator, helpdesk',
      'line 4102: userId: is the same as in line 9',
      'line 4302: loginId: is the same as in line 11 (case and width do not matter)',
      'line 4302: memberName: differs from line 2 for the same member',
      'line 6000: loginId: is empty',
      'line 6001: file: a quote stands where none may be; a quote inside of a field is written twice',
    ])
  })

  it('imports nothing of a file that cannot be read to its end, and goes on to the next', async () => {
    const rows = Array.from({ length: 4500 }, (_, index) => `M-1,ア,BAD-${index},CZ${index},田中,staff\n`)
    async function* breakOff(): AsyncIterable<Uint8Array> {
      yield Buffer.from(`${header}\n${rows.join('')}`)
      throw new Error('the disk is gone')
    }
    const { db } = openedDatabase()
    await expect(importUsers({ db, chunks: breakOff(), clock: () => at, isDryRun: false })).rejects.toThrow('gone')
    expect(await importText(`${header}\nM-1,ア,U-1,CZ1,田中,staff\n`)).toMatchObject({ imported: true })
    expect(await db.selectFrom('users').select('user_id').execute()).toEqual([{ user_id: 'U-1' }])
  })

  it('imports thousands, with all indexes whole again', async () => {
    const readIndexes = async () => (await indexState.execute(openedDatabase().db)).rows
    const before = await readIndexes()
    expect(before.map(({ name }) => name)).toContain('users_search')
    const csv = [...generateUserCsv({ users: 12_000, members: 40 })]
    expect(await importText(csv.join(''))).toEqual({ imported: true, users: 12_000, members: 40 })
    expect(await readIndexes()).toEqual(before)
  })
})

const indexState = sql<{ name: string; definition: string; valid: boolean }>`
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition, indisvalid as valid
  from pg_index where indrelid = 'users'::regclass order by 1`

async function* toAsync(chunks: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* chunks
}
