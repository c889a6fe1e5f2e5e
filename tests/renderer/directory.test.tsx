import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { listLimits } from '../../src-renderer/features/reissue/model/directory-limits.ts'
import { noSearch } from '../../src-renderer/features/user-search/model/search-memory.ts'
import type { UserDirectory } from '../../src-shared/api/users.ts'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, refuse, type DeskOverrides } from '../support/fake-desk.ts'
import { administrator, detailOf, loggedIn, receiptOf, staff, suggestedPassword } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(cleanup)

const place = { screen: { name: 'reissue', userId: staff.userId }, search: noSearch } as const
const activeDirectory: UserDirectory = {
  kind: 'active-directory',
  endsSessions: false,
  forcesChange: true,
  expiresByItself: false,
  previousPasswordMinutes: 60,
}

async function openReissue(directory: UserDirectory | null, reissues: DeskOverrides['reissues'] = {}) {
  const target = detailOf({ ...staff, state: 'active', passwordState: 'active' }, { directory })
  const rendered = renderDesk(
    { sessionView: loggedIn(administrator) },
    { place: { read: () => answer({ place }) }, users: { read: () => answer(target) }, reissues },
  )
  const field = await screen.findByLabelText('新パスワード(半角英数32文字以内)', { selector: 'input' })
  await waitFor(() => expect(field).toHaveProperty('value', suggestedPassword))
  return { ...rendered, field }
}

async function issue({ user, field }: Awaited<ReturnType<typeof openReissue>>) {
  await user.type(field, '{Enter}')
  const question = await screen.findByRole('alertdialog')
  const asked = question.textContent
  await user.click(within(question).getByRole('button', { name: '再発行' }))
  return asked
}

test('what a directory cannot do is said before, asked and told after: nothing is pretended', async () => {
  const asked = await issue(await openReissue(activeDirectory))
  expect(asked).toContain('現在のパスワードは、再発行の後も最長 60 分は使えることがあります。')
  expect(asked).toContain('自動的にはログアウトされません')
  expect(asked).not.toMatch(/すぐに使えなく|同時に使えなく|自動的にログアウトされます/)
  await screen.findByRole('heading', { name: '再発行完了' })
  expect(screen.getByText('この仮パスワードはすでに有効です。')).toBeTruthy()
  expect(screen.getByText('前のパスワードも、最長 60 分は使えることがあります。')).toBeTruthy()
  expect(screen.queryByText(/前のパスワードは使えません/)).toBeNull()
})

test('the user’s card names the directory and lists what matters', async () => {
  await openReissue(activeDirectory)
  const block = screen.getByRole('heading', { name: /ディレクトリ.*Active Directory/ }).parentElement
  expect([...(block?.querySelectorAll('li') ?? [])].map((line) => line.textContent)).toEqual([
    'すでにログイン中の場合、自動的にはログアウトされません。',
    '前のパスワードも、最長 60 分は使えることがあります。',
    '有効期限は再発行デスクのサーバーが切らすため、少し遅れることがあります。',
  ])
})

test('the server’s own store and a directory that can do all have nothing to say; of an unknown one nothing is claimed', async () => {
  const able = { endsSessions: true, forcesChange: true, expiresByItself: true, previousPasswordMinutes: 0 }
  expect(listLimits({ ...able, kind: 'ds389' })).toEqual([])
  expect(listLimits({ ...activeDirectory, forcesChange: false, kind: 'unconfigured' })).toEqual([])
  expect(await issue(await openReissue(null))).toContain('自動的にログアウトされます')
  expect(screen.queryByText('ディレクトリ')).toBeNull()
})

test('a password that the directory refuses: another suggestion is one press away', async () => {
  const suggest = vi.fn<DeskBridge['reissues']['suggest']>(() =>
    answer({ temporaryPassword: suggestedPassword, wouldExpireAt: receiptOf(staff).expiresAt }),
  )
  const desk = await openReissue(activeDirectory, { suggest, issue: () => refuse('directory_refused_password') })
  await issue(desk)
  const notice = await screen.findByRole('alert')
  const before = suggest.mock.calls.length
  await desk.user.click(within(notice).getByRole('button', { name: '別の候補' }))
  await waitFor(() => expect(suggest.mock.calls.length).toBe(before + 1))
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
})

test('a directory that did not answer: neither done nor failed, in its own words (U22)', async () => {
  await issue(await openReissue(activeDirectory, { issue: () => refuse('directory_outcome_unknown') }))
  expect(await screen.findByText('再発行の結果を確認しています')).toBeTruthy()
  expect(screen.getByText(/^ディレクトリから応答がなく/)).toBeTruthy()
  expect(screen.getByRole('button', { name: '結果を確認' })).toBeTruthy()
})

test('changed without being forced to change again: told as changed, and nothing to hand over', async () => {
  await issue(await openReissue(activeDirectory, { issue: () => refuse('directory_change_not_forced') }))
  expect(await screen.findByText('パスワードは変わりましたが、お渡しできません')).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toContain('仮パスワードは伝えないでください')
  expect(screen.queryByLabelText('新パスワード(半角英数32文字以内)')).toBeNull()
})
