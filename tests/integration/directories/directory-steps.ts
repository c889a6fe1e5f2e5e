import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { z } from 'zod'
import {
  accountOf,
  mirrorAnew,
  openDirectoryDesk,
  proveDeskSound,
  putPerson,
  type DirectoryDesk,
} from '../../support/directory-desk.ts'
import { HOUR_MS } from '../../support/fixed-clock.ts'
import { passwordOf, people } from '../../support/server-fixtures.ts'
import { startTestDatabases, type TestDatabases } from '../../support/test-database.ts'
import { reissue, type Answer } from '../../support/test-server.ts'

export const STAFF = people.staff.userId
export const ACCOUNT = accountOf('staff')
export const [OLD, TEMPORARY, CHOSEN] = [passwordOf('staff'), 'Tk7mQx93Rw', 'my very own long secret']

/** A desk for the file; each test begins an hour later, with the password that the user had at first, and ends sound. */
export function useDirectoryDesk() {
  let databases: TestDatabases
  let closeDatabase: () => Promise<void>
  let desk: DirectoryDesk
  let administrator: string
  let startedAt: Date

  beforeAll(async () => {
    databases = await startTestDatabases('postgres')
    const database = await databases.open()
    closeDatabase = () => database.close()
    desk = await openDirectoryDesk(database)
  })
  afterAll(async () => {
    await desk.close()
    await closeDatabase()
    await databases.stop()
  })
  beforeEach(async () => {
    desk.directory.heal()
    desk.clock.advance(HOUR_MS)
    putPerson(desk.directory, 'staff')
    await mirrorAnew(desk)
    startedAt = desk.clock.now()
    desk.directory.calls.splice(0)
    administrator = await desk.server.logIn('otherAdministrator')
  })
  afterEach(() => proveDeskSound(desk))

  return {
    get desk() {
      return desk
    },
    get startedAt() {
      return startedAt
    },
    get administrator() {
      return administrator
    },
    /** The first session ends by the clock. */
    async logInAnew() {
      administrator = await desk.server.logIn('otherAdministrator')
    },
    reissue: (password: string = TEMPORARY, options?: { readonly key: string }) =>
      reissue(desk.server, administrator, STAFF, password, options),
    logInAs: (password: string, loginId: string = people.staff.loginId): Promise<Answer> =>
      desk.server.call('POST', '/api/v1/sessions', { body: { loginId, password } }),
    countWrites: () => desk.directory.calls.filter((call) => call.startsWith('resetToTemporary')).length,
    listIntents: () =>
      desk.server.db
        .selectFrom('reissue_intents')
        .selectAll()
        .where('requested_at', '>=', startedAt)
        .orderBy('requested_at')
        .execute(),
    async countReissues() {
      const rows = desk.server.db.selectFrom('reissues').select('reissue_id').where('issued_at', '>=', startedAt)
      return (await rows.execute()).length
    },
    async readState(answer: Answer): Promise<unknown> {
      const { reissueId } = z.object({ reissueId: z.string() }).parse(answer.body)
      return (await desk.server.call('GET', `/api/v1/reissues/${reissueId}`, { token: administrator })).body
    },
    /** Makes the database refuse rows of a table until the function returned is called. */
    async refuseRowsOf(table: string): Promise<() => Promise<unknown>> {
      const { db } = desk.server
      await sql
        .raw(
          `create function refuse_row() returns trigger language plpgsql as
          $$ begin raise exception 'refused' using errcode = '53100'; end $$`,
        )
        .execute(db)
      await sql.raw(`create trigger refuse_row before insert on ${table} execute function refuse_row()`).execute(db)
      return () => sql.raw('drop function refuse_row() cascade').execute(db)
    },
  }
}

export const tokenOf = ({ body }: Answer): string => z.object({ token: z.string() }).parse(body).token
