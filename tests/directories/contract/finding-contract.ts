import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostileText } from '../../support/hostile-text.ts'
import { manyPeople, namedPeople } from '../servers/golden-people.ts'
import type { DirectoryWorld } from '../worlds/directory-world.ts'
import { createPassword, expectKind, locate, prepare } from './contract-steps.ts'
import { directSearches } from './golden-searches.ts'

export function describeFinding(getWorld: () => DirectoryWorld): void {
  describe('finding', () => {
    it.each(directSearches)('finds “$text” in $member, and nobody else', async ({ member, text, finds }) => {
      const world = getWorld()
      const { accounts, isTruncated } = await world.open(member).search(text, 50)
      const ids = accounts.map(({ userId }) => userId).filter((id) => namedPeople.some(({ userId }) => userId === id))
      // The product’s fold finds more than these.
      const expected = world.folds ? ids.filter((id) => finds.includes(id)) : ids
      expect(expected.toSorted()).toEqual(finds)
      expect(isTruncated).toBe(false)
      for (const id of ids) expect(namedPeople.find(({ userId }) => userId === id)?.member).toBe(member)
    })

    it('tells every field of an account', async () => {
      const world = getWorld()
      const [account] = (await world.open('M-A').search('WR012739', 5)).accounts
      expect(account).toMatchObject({
        loginId: 'WR012739',
        userId: 'U-001',
        userName: '髙橋 太郎',
        role: 'administrator',
        state: 'active',
        phone: '+81 3 1234 5678',
        fax: '+81 3 1234 5679',
        email: 'taro@alpha.example',
      })
      const [other] = (await world.open('M-A').search('CZ000002', 5)).accounts
      expect(other).toMatchObject({ userName: '高橋　花子', role: 'staff', phone: null, fax: null, email: null })
    })

    it('gets an account by its identifier, also after another login was given to it', async () => {
      const world = getWorld()
      const { made, port, account } = await prepare(world, { role: 'administrator' })
      expect(await port.get(account.accountId)).toEqual(account)
      expect(account).toMatchObject({ role: 'administrator', state: 'active', passwordState: 'active' })
      const renamed = await world.renameAccount(made, `r${made.loginId}`)
      expect(await port.get(account.accountId)).toMatchObject({ loginId: renamed.loginId, userId: account.userId })
      await world.removeAccount(renamed)
      expect(await port.get(account.accountId)).toBeUndefined()
    })

    it.each([
      '',
      'x',
      '*',
      '*)(uid=*',
      '00000000-0000-0000-0000-000000000000',
      '\0',
      'ffffffff-ffffffff-ffffffff-ffffffff',
    ])('has no account %j', async (id) => {
      expect(await getWorld().open().get(id)).toBeUndefined()
    })

    it('cuts off after the limit, and says so', async () => {
      const port = getWorld().open('M-B')
      const few = await port.search('pg0', 7)
      expect(few.accounts).toHaveLength(7)
      expect(few.isTruncated).toBe(true)
      const exact = await port.search('pg062', 1)
      expect([exact.accounts.length, exact.isTruncated]).toEqual([1, false])
      const ten = await port.search('pg061', 10)
      expect([ten.accounts.length, ten.isTruncated]).toEqual([10, false])
      expect(manyPeople).toHaveLength(620)
    })

    it('takes every text literally: nothing gets out of the filter', async () => {
      const port = getWorld().open('M-A')
      const evil = [
        '*)(uid=*',
        '**',
        '\\2a',
        'x)(|(objectClass=*',
        'u*1',
        '*)',
        '(&',
        'WR*739',
        ')(cn=*))(|(cn=*',
        '=*',
      ]
      for (const text of evil) {
        const { accounts } = await port.search(text, 20)
        expect(accounts, text).toEqual([])
      }
    })

    it('finds with any text only who has it, or refuses the text (property)', async () => {
      const world = getWorld()
      const port = world.open('M-A')
      const syntax = fc.string({
        unit: fc.constantFrom(...'*()\\&|!=<>~:,;+"#/ ', 'u', '1', 'あ', '2a', '\0'),
        maxLength: 12,
      })
      const check = async (text: string): Promise<void> => {
        const found = await port.search(text, 20).catch((error: unknown) => error)
        if (found instanceof Error) {
          await expectKind(Promise.reject(found), 'protocol')
          return
        }
        if (world.folds || !isAccountList(found)) return
        const sought = simplify(text)
        for (const account of found.accounts) {
          const { loginId, userId, userName, email } = account
          const fields = [loginId, userId, userName, email ?? ''].map(simplify)
          expect(
            fields.some((field) => field.includes(sought)),
            `${text} found ${account.userId}`,
          ).toBe(true)
        }
      }
      await fc.assert(fc.asyncProperty(fc.oneof(syntax, hostileText), check), { numRuns: 150 })
    }, 30_000)

    it('refuses what no search can mean', async ({ skip }) => {
      expect.hasAssertions()
      const world = getWorld()
      if (world.folds) skip('the service above refuses it')
      const port = world.open()
      for (const text of ['', ' ', 'x'.repeat(300), 'a\0b', 'a\u0007b'])
        await expectKind(port.search(text, 5), 'protocol')
    })

    it('never tells of an account outside the member, by search, identifier or change', async () => {
      const world = getWorld()
      const { made, port, account } = await prepare(world, { member: 'M-B' })
      const other = world.open('M-A')
      expect((await other.search(made.loginId, 5)).accounts).toEqual([])
      expect(await other.get(account.accountId)).toBeUndefined()
      const stranger = { accountId: account.accountId, password: createPassword() }
      await expectKind(
        other.resetToTemporary(account, stranger.password, new Date(Date.now() + 86_400_000)),
        'not_found',
      )
      await expectKind(other.verify(stranger.accountId, made.password), 'not_found')
      await expectKind(other.changePassword(stranger.accountId, made.password, stranger.password), 'not_found')
      await expectKind(other.unlock(stranger.accountId), 'not_found')
      await expectKind(other.expire(stranger.accountId, account.version), 'not_found')
      await expectKind(other.settle(stranger.accountId), 'not_found')
      expect(await world.signIn(made, made.password)).toBe('works')
      expect((await locate(port, made)).version).toBe(account.version)
    })
  })
}

interface AccountList {
  readonly accounts: readonly { loginId: string; userId: string; userName: string; email: string | null }[]
}
const isAccountList = (value: unknown): value is AccountList =>
  typeof value === 'object' && value !== null && 'accounts' in value

/** As far as matching rules go: case, width, and white space (RFC 4518). */
const simplify = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}\p{Cc}]+/gu, '')
