import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGrowingFiles } from '../../src-main/adapters/node-growing-file.ts'
import { createHistoryExportHandlers } from '../../src-main/ipc/history-export-handlers.ts'
import type { GrowingFilePort, SuggestedFile } from '../../src-main/ports/save-file-port.ts'
import { createHistoryExportService } from '../../src-main/services/history-export-service.ts'
import type { HistoryQuery } from '../../src-shared/api/reissues.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { HistoryExportView, HistoryPage } from '../../src-shared/ipc/contract.ts'
import { createManualTimer } from '../support/manual-timer.ts'
import { recordOf } from '../support/offline-desk.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-export-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const order = { language: 'ja', conditions: { member: 'テスト' } } as const
const records = Array.from({ length: 450 }, (_, number) => recordOf(number))

function setUp({ asOf = null }: { asOf?: string | null } = {}) {
  const path = join(folder, 'chosen.csv')
  writeFileSync(path, 'the old file')
  const timer = createManualTimer()
  const views: HistoryExportView[] = []
  const asked: HistoryQuery[] = []
  const suggested: SuggestedFile[] = []
  /** What happens before a page is answered; tests replace it. */
  const on = { page: (_number: number): Promise<void> | void => undefined, choice: (): string | undefined => path }
  async function list(query: HistoryQuery): Promise<HistoryPage> {
    asked.push(query)
    const from = Number(query.cursor ?? 0)
    if (query.limit > 1) await on.page(from / query.limit)
    const next = from + query.limit
    const nextCursor = next < records.length ? String(next) : null
    return { items: records.slice(from, next), total: records.length, nextCursor, asOf }
  }
  const growing = createGrowingFiles(join(folder, 'data', 'unfinished-export'))
  const files: GrowingFilePort = {
    begin: growing.begin,
    choosePlace(suggestion) {
      suggested.push(suggestion)
      return Promise.resolve(on.choice())
    },
  }
  const service = createHistoryExportService({ list, files, timer, onChanged: (view) => views.push(view) })
  const look = () => ({
    text: readFileSync(path, 'utf8'),
    beside: readdirSync(folder).filter((name) => name !== 'data'),
  })
  const isAsBefore = (): void => {
    expect(look()).toEqual({ text: 'the old file', beside: ['chosen.csv'] })
    expect(readdirSync(join(folder, 'data'))).toEqual([])
  }
  return { service, growing, timer, views, asked, suggested, on, path, look, isAsBefore }
}

describe('the export of the history', () => {
  it('writes everything the conditions find, page after page, for its owner alone, in the place of the old file', async () => {
    const { service, asked, suggested, path, look, views } = setUp()
    expect(await service.start(order)).toEqual({ outcome: 'saved', written: 450 })
    expect(suggested).toEqual([
      { fileName: '再発行履歴_2026-11-23.csv', type: { name: 'CSVファイル', extension: 'csv' } },
    ])
    expect(asked.map(({ limit, cursor, member }) => [limit, cursor, member])).toEqual([
      [1, undefined, 'テスト'],
      [200, undefined, 'テスト'],
      [200, '200', 'テスト'],
      [200, '400', 'テスト'],
    ])
    expect(look().text.split('\r\n')).toHaveLength(452)
    expect(look().beside).toEqual(['chosen.csv'])
    // Windows knows no such modes.
    expect(statSync(path).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
    expect(views.at(-1)).toEqual({ running: null })
  })

  it('is named after the day of the member, and after the copy when it comes from there', async () => {
    const { service, timer, suggested, look } = setUp({ asOf: '2026-11-22T00:00:00.000Z' })
    await timer.advance(13 * 3_600_000)
    await service.start({ ...order, language: 'en' })
    expect(suggested[0]?.fileName).toBe('reissue-history_2026-11-24_offline.csv')
    expect(look().text.split('\r\n')[1]).toMatch(/"2026-11-22 09:00:00"$/)
  })

  it('tells how far it is, ten times a second at most', async () => {
    const { service, timer, on, views } = setUp()
    on.page = () => timer.advance(60)
    await service.start(order)
    expect(views).toEqual([
      { running: { written: 200, total: 450 } },
      { running: { written: 450, total: 450 } },
      { running: null },
    ])
  })

  it('is one at a time', async () => {
    const { service } = setUp()
    const first = service.start(order)
    await expect(service.start(order)).rejects.toMatchObject({ code: 'conflict' })
    expect(await first).toMatchObject({ outcome: 'saved' })
    expect(await service.start(order)).toMatchObject({ outcome: 'saved' })
  })

  it('writes nothing and tells nothing when no place is chosen', async () => {
    const { service, on, look, views } = setUp()
    on.choice = () => undefined
    expect(await service.start(order)).toEqual({ outcome: 'not_chosen', written: 0 })
    expect(views).toEqual([])
    expect(look()).toEqual({ text: 'the old file', beside: ['chosen.csv'] })
  })
})

describe('S-29: whatever ends an export leaves the old file, and nothing beside it', () => {
  it.each([0, 1, 2])('a cancel, a lock or a log-out at page %i', async (number) => {
    const { service, on, isAsBefore, views } = setUp()
    on.page = (at) => void (at === number && service.stop())
    expect(await service.start(order)).toEqual({ outcome: 'stopped', written: 0 })
    expect(views.at(-1)).toEqual({ running: null })
    isAsBefore()
    on.page = () => undefined
    expect(await service.start(order)).toMatchObject({ outcome: 'saved' })
  })

  it('a lock that makes reading fail, or while the dialog is open', async () => {
    const { service, on, isAsBefore, path, look } = setUp()
    on.page = () => {
      service.stop()
      throw new AppError('locked')
    }
    expect(await service.start(order)).toMatchObject({ outcome: 'stopped' })
    isAsBefore()
    on.choice = () => {
      service.stop()
      return path
    }
    expect(await service.start(order)).toMatchObject({ outcome: 'stopped' })
    expect(look().text).toBe('the old file')
  })

  it.each(['server_unreachable', 'invalid_cursor', 'session_ended'] as const)('%s in the middle', async (code) => {
    const { service, on, isAsBefore } = setUp()
    on.page = (number) => {
      if (number === 2) throw new AppError(code)
    }
    await expect(service.start(order)).rejects.toMatchObject({ code })
    isAsBefore()
  })

  it('an app that ends meanwhile', async () => {
    const { service, on, isAsBefore } = setUp()
    const { promise, resolve } = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    on.page = (number) => {
      if (number !== 1) return undefined
      reached.resolve()
      return promise
    }
    const started = service.start(order)
    await reached.promise
    const closed = service.close()
    resolve()
    await closed
    isAsBefore()
    expect(await started).toMatchObject({ outcome: 'stopped' })
  })

  it('a place that cannot be written to', async () => {
    const { service, on, isAsBefore, path } = setUp()
    on.choice = () => join(folder, 'no such folder', 'x.csv')
    await expect(service.start(order)).rejects.toMatchObject({ code: 'file_not_written' })
    isAsBefore()
    // A folder stands at the chosen place: everything is written before that shows.
    rmSync(path)
    on.choice = () => folder
    await expect(service.start(order)).rejects.toMatchObject({ code: 'file_not_written' })
    expect(readdirSync(folder)).toEqual(['data'])
  })

  it('a crash: the next start removes what it left, and never anything else', async () => {
    const { growing, path, look, isAsBefore } = setUp()
    const file = await growing.begin(path)
    await file.append('half of it')
    expect(look().beside).toHaveLength(2)
    await createGrowingFiles(join(folder, 'data', 'unfinished-export')).removeLeftOver()
    isAsBefore()
    writeFileSync(join(folder, 'data', 'unfinished-export'), path)
    await growing.removeLeftOver()
    isAsBefore()
    await file.discard()
  })

  it('a crash, and a rest that cannot be removed now: every further start tries again', async () => {
    const { growing } = setUp()
    const [note, part] = [join(folder, 'data', 'unfinished-export'), join(folder, '.x.csv.0123.saihakko-part')]
    // A folder of that name stands for what a share refuses at the moment.
    mkdirSync(join(folder, 'data'))
    mkdirSync(part)
    writeFileSync(note, part)
    await growing.removeLeftOver()
    expect(readFileSync(note, 'utf8')).toBe(part)
    rmSync(part, { recursive: true })
    await growing.removeLeftOver()
    expect(existsSync(note)).toBe(false)
  })

  it('nobody at the desk exports anything', async () => {
    const { service, asked } = setUp()
    const session = {
      requireOpen: () => {
        throw new AppError('locked')
      },
    }
    const handlers = createHistoryExportHandlers(session, service)
    await expect(handlers.start({ language: 'ja' })).rejects.toMatchObject({ code: 'locked' })
    expect(await handlers.cancel({})).toEqual({})
    expect(asked).toEqual([])
  })
})
