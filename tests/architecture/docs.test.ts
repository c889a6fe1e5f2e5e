import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inProject, projectDir } from '../support/project.ts'

const skipped = new Set([
  'node_modules',
  'out',
  'dist',
  '.git',
  '.cache',
  'test-results',
  'playwright-report',
  'demo-pictures',
])

function findPages(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return []
    const path = join(dir, entry.name)
    return entry.isDirectory() ? findPages(path) : entry.name.endsWith('.md') ? [path] : []
  })
}

/** Links to files, and paths of the project in code style: `src-main/index.ts`. Names of files below a README’s own folder count too. */
function pathsNamedIn(page: string): string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '')
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) => join(dirname(page), target))
  const named = [
    ...text.matchAll(/`((?:src-(?:main|renderer|shared|server|host)|tests|scripts|docs|resources)\/[\w./-]*[\w/])`/g),
  ].map(([, path = '']) => inProject(path))
  return [...links, ...named]
}

const pages = findPages(projectDir)

describe('documentation', () => {
  it('there is a README in every top folder', () => {
    const folders = [
      'src-main',
      'src-renderer',
      'src-shared',
      'src-server',
      'src-host',
      'resources',
      'tests',
      'scripts',
    ]
    expect(folders.filter((folder) => !existsSync(inProject(folder, 'README.md')))).toEqual([])
  })

  it.each(pages.map((page) => [relative(projectDir, page), page]))('%s names only paths that exist', (_name, page) => {
    expect(pathsNamedIn(page).filter((path) => !existsSync(path))).toEqual([])
  })

  it('a folder’s README stays within 60 lines', () => {
    const long = pages.filter(
      (page) =>
        /^(src-|tests|scripts|resources)/.test(relative(projectDir, page)) &&
        readFileSync(page, 'utf8').split('\n').length > 61,
    )
    expect(long.map((page) => relative(projectDir, page))).toEqual([])
  })
})
