import { cleanup, screen, within } from '@testing-library/react'
import { readFileSync, readdirSync } from 'node:fs'
import { relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSections, toAnchor } from '../../src-renderer/features/help/model/guide-outline.ts'
import { administrator, connectionIs, loggedIn } from '../support/fake-desk-data.ts'
import { pictureSizes } from '../../src-renderer/features/help/model/picture-sizes.ts'
import { inProject } from '../support/project.ts'
import { renderDesk } from '../support/render-desk.tsx'

beforeEach(() => sessionStorage.clear())
afterEach(cleanup)

const heading = (name: string) => screen.findByRole('heading', { level: 1, name })
const guides = (['ja', 'en'] as const).map((language) => {
  const file = `docs/user-guide.${language}.md`
  return [file, readFileSync(inProject(file), 'utf8')] as const
})
/** The Japanese pictures, and beside them in `en/` the English ones. */
const bundled = readdirSync(inProject('docs', 'pictures', 'guide'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => `${relative(inProject('docs'), parentPath)}/${name}`.replaceAll('\\', '/'))
const picturesOf = (text: string) => [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, path = '']) => path)

test('F1 opens the guide, and going back leads to the screen that was left', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator) })
  await heading('メニュー')
  await user.keyboard('{Alt>}2{/Alt}')
  await heading('再発行履歴')
  await user.keyboard('{F1}')
  expect(document.activeElement).toBe(await heading('ヘルプ'))
  await screen.findByRole('heading', { level: 2, name: 'ユーザーを検索する' })
  await user.keyboard('{Escape}')
  await heading('再発行履歴')
})

test('the contents lead to a section without touching the page’s address', async () => {
  const { user } = renderDesk({ sessionView: loggedIn(administrator) })
  await heading('メニュー')
  await user.keyboard('{F1}')
  const contents = await screen.findByRole('navigation', { name: '目次' })
  const before = location.href
  await user.click(within(contents).getByRole('button', { name: 'パスワードを再発行する' }))
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 2, name: 'パスワードを再発行する' }))
  expect(location.href).toBe(before)
})

test('without a session and without the server it is there too, and what was typed stays', async () => {
  const { user } = renderDesk({ connection: connectionIs('unreachable') })
  await user.type(await screen.findByLabelText('ログインID'), 'WR0')
  await user.keyboard('{F1}')
  await heading('ヘルプ')
  await screen.findByRole('heading', { level: 2, name: 'ログインする' })
  await user.click(screen.getByRole('button', { name: '戻る' }))
  const field = await screen.findByLabelText<HTMLInputElement>('ログインID')
  expect(field.value).toBe('WR0')
  expect(document.activeElement).toBe(field)
  await user.click(screen.getByRole('button', { name: 'ヘルプ（F1）' }))
  await heading('ヘルプ')
})

test.each(guides)(
  '%s: pictures lie where they are bundled, with words for them; sections have names of their own',
  (_file, text) => {
    expect(picturesOf(text).filter((path) => !bundled.includes(path))).toEqual([])
    expect(text).not.toMatch(/!\[\s*\]/)
    const anchors = readSections(text).map(toAnchor)
    expect(anchors.length).toBeGreaterThan(3)
    expect(new Set(anchors).size).toBe(anchors.length)
  },
)

test('nothing is bundled that no guide shows, and both guides have the same sections', () => {
  const shown = new Set(guides.flatMap(([, text]) => picturesOf(text)))
  expect(bundled.filter((path) => !shown.has(path))).toEqual([])
  const [ja, en] = guides.map(([, text]) => readSections(text).length)
  expect(ja).toBe(en)
})

test('the English guide shows the English pictures of what the Japanese one shows, in the same order', () => {
  const [ja = [], en = []] = guides.map(([, text]) => picturesOf(text))
  expect(en).toEqual(ja.map((path) => path.replace('pictures/guide/', 'pictures/guide/en/')))
})

test.each(guides)(
  '%s: the help screen can show all of it: no table, no HTML, links to its own sections only',
  (_file, text) => {
    expect(text).not.toMatch(/^\s*\||<\w/m)
    const anchors = readSections(text).map(toAnchor)
    const links = [...text.matchAll(/(?<!!)\[[^\]]*\]\(([^)]+)\)/g)].map(([, target = '']) => target)
    expect(links.filter((target) => !anchors.includes(target.replace(/^#/, '')))).toEqual([])
  },
)

test('anchors are those that GitHub makes', () => {
  expect(toAnchor('1. ログインする')).toBe('1-ログインする')
  expect(toAnchor('When something goes wrong?')).toBe('when-something-goes-wrong')
})

test('the place of every picture is kept before it is loaded: width and height are the file’s', () => {
  const sizes = bundled.map((path) => {
    const header = readFileSync(inProject('docs', path))
    return [path.slice('pictures/guide/'.length, -'.png'.length), [header.readUInt32BE(16), header.readUInt32BE(20)]]
  })
  expect(pictureSizes).toEqual(Object.fromEntries(sizes))
})
