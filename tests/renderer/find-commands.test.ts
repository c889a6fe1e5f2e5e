import { expect, test } from 'vitest'
import { commandList } from '../../src-renderer/app/commands/command-list.ts'
import { findCommands } from '../../src-renderer/app/commands/find-commands.ts'
import { isShortcut, isTyping } from '../../src-renderer/app/commands/shortcut.ts'
import { en } from '../../src-renderer/i18n/en/en.ts'
import { ja } from '../../src-renderer/i18n/ja/ja.ts'
import { menuCommands } from '../../src-shared/ipc/command-schema.ts'

const items = commandList.map(({ id }) => ({
  id,
  texts: [ja, en].flatMap(({ commands }) => [commands.label[id], commands.words[id]]),
}))
const find = (query: string, recent: readonly string[] = []) => findCommands(items, query, recent).map(({ id }) => id)

test('every command is there once, and all that the window’s menu may ask for', () => {
  const ids = commandList.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(expect.arrayContaining([...menuCommands]))
  const keys = commandList.flatMap(({ shortcut }) => shortcut?.text ?? [])
  expect(new Set(keys).size).toBe(keys.length)
})

test.each(['検索', 'けんさく', 'ケンサク', 'ｹﾝｻｸ', 'search', 'ＳＥＡＲＣＨ', 'ﾊﾟｽﾜｰﾄﾞ', 'さいはっこう　ゆーざー'])(
  'the search is found by %s (U1, U2)',
  (query) => expect(find(query)).toContain('open-search'),
)

test('all words must be found, and an empty query finds everything', () => {
  expect(find('配色 白')).toEqual(['theme-light'])
  expect(find('配色 けんさく')).toEqual([])
  expect(find(' 　')).toHaveLength(commandList.length)
})

test('recently run ones come first, the latest at the top, and only if they match', () => {
  expect(find('', ['lock', 'open-history']).slice(0, 3)).toEqual(['lock', 'open-history', 'open-menu'])
  expect(find('りれき', ['lock'])).toEqual(['open-history'])
})

const press = (init: KeyboardEventInit & { readonly keyCode?: number }) => {
  const event = new KeyboardEvent('keydown', init)
  Object.defineProperty(event, 'keyCode', { value: init.keyCode ?? 0 })
  return event
}
const pressed = (init: KeyboardEventInit & { readonly keyCode?: number }) =>
  commandList.flatMap(({ id, shortcut }) => (shortcut && isShortcut(shortcut, press(init)) ? [id] : []))

test('keys are told apart by their modifiers, and by place where Alt changes the character', () => {
  expect(pressed({ key: '¡', code: 'Digit1', altKey: true })).toEqual(['open-search'])
  expect(pressed({ key: '1', code: 'Digit1' })).toEqual([])
  expect(pressed({ key: '1', code: 'Digit1', altKey: true, shiftKey: true })).toEqual([])
  expect(pressed({ key: 'K', code: 'KeyV', ctrlKey: true })).toEqual(['open-palette'])
  expect(pressed({ key: 'k', code: 'KeyK', metaKey: true })).toEqual(['open-palette'])
  expect(pressed({ key: 'F1', code: 'F1' })).toEqual(['open-help'])
  expect(pressed({ key: '?', code: 'Slash', shiftKey: true })).toEqual(['open-shortcuts'])
  expect(pressed({ key: 'L', code: 'KeyL', ctrlKey: true, shiftKey: true })).toEqual(['lock'])
  expect(pressed({ key: 'l', code: 'KeyL', metaKey: true, shiftKey: true })).toEqual(['lock'])
  expect(pressed({ key: 'l', code: 'KeyL', ctrlKey: true })).toEqual([])
  expect(pressed({ key: 'K', code: 'KeyK', ctrlKey: true, shiftKey: true })).toEqual([])
})

test('the input method’s own key presses are no shortcuts (U4)', () => {
  expect(pressed({ key: '?', isComposing: true })).toEqual([])
  expect(pressed({ key: 'k', ctrlKey: true, keyCode: 229 })).toEqual([])
})

test('a field that is typed into keeps its characters', () => {
  expect(isTyping(document.createElement('input'))).toBe(true)
  expect(isTyping(document.createElement('textarea'))).toBe(true)
  expect(isTyping(document.createElement('button'))).toBe(false)
  expect(isTyping(null)).toBe(false)
})
