import { act, cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { administrator, loggedIn } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const prepared = (name: 'search' | 'history') => document.querySelector<HTMLElement>(`.${name}-page[style*="none"]`)
const awaitPrepared = (name: 'search' | 'history') =>
  waitFor(() => expect(prepared(name)).not.toBeNull(), { timeout: 10_000 })
const key = (digit: number) => `{Alt>}${digit}{/Alt}`
const openDesk = () => renderDesk({ sessionView: loggedIn(administrator) }, {}, true)

test('the screens opened often are made before they are opened, hidden; they ask for nothing and nobody finds them', async () => {
  const { desk } = openDesk()
  const asked = [vi.spyOn(desk.users, 'search'), vi.spyOn(desk.reissues, 'list'), vi.spyOn(desk.reissues, 'summarise')]
  const heading = await screen.findByRole('heading', { name: 'メニュー' })
  await awaitPrepared('search')
  await awaitPrepared('history')
  expect(screen.getAllByRole('heading', { level: 1 })).toEqual([heading])
  expect(screen.queryByRole('textbox')).toBeNull()
  expect(document.activeElement).toBe(heading)
  for (const ask of asked) expect(ask).not.toHaveBeenCalled()
})

test('what was prepared is what opens, with the focus where it belongs; left and prepared anew, nothing has stayed open', async () => {
  const { user } = openDesk()
  await awaitPrepared('search')
  const made = prepared('search')
  await user.keyboard(key(1))
  expect(await screen.findByRole('heading', { name: 'ユーザー検索' })).toBeDefined()
  expect(document.querySelector('.search-page')).toBe(made)
  await waitFor(() => expect(document.activeElement).toBe(screen.getAllByRole('textbox')[0]))
  await user.click(screen.getByRole('button', { name: '検索のしかた' }))
  expect(document.querySelector('.search-help')).not.toBeNull()

  await user.keyboard(key(0))
  await awaitPrepared('search')
  expect(prepared('search')).not.toBe(made)
  expect(document.querySelector('.search-help')).toBeNull()
  expect(screen.queryByRole('textbox')).toBeNull()
})

test('the list is made before anything is searched for, with nobody in it; クリア leaves nobody in it', async () => {
  const { user } = openDesk()
  await user.keyboard(key(1))
  const made = await waitFor(() => {
    const grid = document.querySelector('.results[style*="none"] .grid')
    expect(grid).not.toBeNull()
    return grid
  })
  expect(screen.queryByRole('grid')).toBeNull()
  expect(document.querySelector('.row-link')).toBeNull()

  await user.type(screen.getByRole('textbox', { name: 'ログインID' }), 'cz{Enter}')
  expect(await screen.findByRole('grid')).toBe(made)
  expect(document.querySelector('.row-link')).not.toBeNull()
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'ログインID' }))
  await user.click(screen.getByRole('button', { name: 'クリア' }))
  expect(screen.queryByRole('grid')).toBeNull()
  expect(document.querySelector('.row-link')).toBeNull()
})

test('coming back to prepared results: the list has the focus, and a single exact hit does not open again', async () => {
  const { desk, user } = openDesk()
  const search = vi.spyOn(desk.users, 'search')
  await user.keyboard(key(1))
  await user.type(await screen.findByRole('textbox', { name: 'ログインID' }), 'cz021017{Enter}')
  const back = await screen.findByRole('button', { name: '戻る' })
  await awaitPrepared('search')
  expect(prepared('search')?.querySelector('.row-link')?.textContent).toBe('CZ021017')
  await user.click(back)
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('grid')))
  expect(screen.getByRole('heading', { name: 'ユーザー検索' })).toBeDefined()
  expect(search).toHaveBeenCalledOnce()
})

test('locked, nothing that was prepared is left in the page', async () => {
  const { emit } = openDesk()
  await awaitPrepared('history')
  act(() => emit('sessionChanged', { ...loggedIn(administrator), locked: true }))
  await screen.findByRole('heading', { level: 1 })
  expect(document.querySelector('.search-page, .history-page')).toBeNull()
})
