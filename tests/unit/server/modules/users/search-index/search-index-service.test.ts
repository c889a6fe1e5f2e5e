import { describe, expect, it } from 'vitest'
import type { SearchIndexRepository } from '../../../../../../src-server/modules/users/search-index/search-index-repository.ts'
import {
  createSearchIndex,
  type SearchIndexLimits,
} from '../../../../../../src-server/modules/users/search-index/search-index-service.ts'
import type { UserSearch } from '../../../../../../src-server/modules/users/user-search.ts'
import { indexMember, indexUser } from '../../../../../support/search-index-fixtures.ts'

const everybody: UserSearch = { scope: 'all-members', conditions: {}, sort: 'userId', limit: 9, at: new Date() }
const somebody = (number: number) =>
  indexUser({ memberId: 'M-1', userId: `U-${number}`, loginId: `L-${number}`, userName: '😀', state: 'active' })

/** A database in which whoever is pushed onto `users` has been written since. */
function prepare(limits: Partial<SearchIndexLimits>, replaced: Partial<SearchIndexRepository> = {}) {
  const users = [somebody(1), somebody(2)]
  const members = [indexMember('M-1', '会社')]
  let snapshots = 0
  const readReading = async () => ({ snapshot: String((snapshots += 1)), started: '0' })
  const repository: SearchIndexRepository = {
    readReading,
    isOrderedByCodePoints: async () => true,
    readUsers: async () => users,
    readMembers: async () => members,
    readChanges: async () => ({ reading: await readReading(), state: 'behind', users: users.slice(2), members: [] }),
    ...replaced,
  }
  const lines: string[] = []
  const note = (_about: object, message: string): void => void lines.push(message)
  return { users, lines, index: createSearchIndex({ repository, limits, log: { info: note, warn: note } }) }
}

describe('the life of the search index', () => {
  it('does not read everybody again and again once there are too many', async () => {
    const { index, users, lines } = prepare({ users: 2, changesKept: 0 })
    index.start()
    await index.settled()
    users.push(somebody(3))
    const found = index.find(everybody)
    expect(found && (await index.catchUp(found.reading))).toBe(true)
    await index.settled()
    expect(index.find(everybody)).toBeUndefined()
    expect(index.readFigures()).toEqual({ isReady: false, users: 0, bytes: 0 })
    expect(lines).toEqual(['search index ready', 'searches are left to the database'])
  })

  it('lets the database answer whoever waits for changes that cannot be read', async () => {
    const { index, lines } = prepare({}, { readChanges: () => Promise.reject(new Error('cut off')) })
    index.start()
    await index.settled()
    const found = index.find(everybody)
    if (!found) throw new RangeError('no index')
    expect(await Promise.all([index.catchUp(found.reading), index.catchUp(found.reading)])).toEqual([false, false])
    expect(lines.slice(1)).toEqual(['changes could not be read; searches are left to the database'])
    expect(index.find(everybody)?.reading).toBe(found.reading)
  })

  it('stops while a statement hangs (R7)', { timeout: 5000 }, async () => {
    const { index } = prepare({}, { readReading: () => new Promise(() => {}) })
    index.start()
    await index.stop()
    expect(index.find(everybody)).toBeUndefined()
  })

  it('takes half a pair for what the database is told instead of it (U5)', async () => {
    const { index } = prepare({})
    index.start()
    await index.settled()
    const search = (userName: string) => index.find({ ...everybody, conditions: { userName } })
    expect(search('😀')).toMatchObject({ total: 2 })
    expect(search('\ud83d')).toMatchObject({ total: 0, wordsToCheck: ['\ufffd'] })
  })
})
