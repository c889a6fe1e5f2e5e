import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inProject } from '../support/project.ts'

const goal = /\bS-\d{2}\b/g

const readAll = (folder: string, isWanted: (name: string) => boolean): string[] =>
  readdirSync(inProject(folder), { recursive: true, encoding: 'utf8' })
    .filter(isWanted)
    .map((name) => readFileSync(join(inProject(folder), name), 'utf8'))

const goalsIn = (lines: readonly string[]): string[] =>
  [...new Set(lines.flatMap((line) => line.match(goal) ?? []))].sort()

const model = readFileSync(inProject('docs', 'security-model.md'), 'utf8').split('\n')
const listed = goalsIn(model.filter((line) => /^\| S-\d{2} /.test(line)))
const isTest = (name: string): boolean => /\.(test|spec)\.tsx?$/.test(name) && !name.startsWith('security-model')
const titles = readAll('tests/security', isTest).flatMap(
  (text) => text.match(/\b(?:it|test|describe)(?:\.\w+)*\([^\n]*/g) ?? [],
)

describe('docs/security-model.md', () => {
  it('lists each goal once, in order, without a gap', () => {
    expect(listed.length).toBeGreaterThan(20)
    expect(listed).toEqual(listed.map((_, index) => `S-${String(index + 1).padStart(2, '0')}`))
  })

  it('every goal has a test in tests/security that names it, and no test names another', () => {
    expect(goalsIn(titles)).toEqual(listed)
  })

  it('names no goal elsewhere that it does not list', () => {
    const comments = ['src-main', 'src-renderer', 'src-shared', 'src-host'].flatMap((folder) =>
      readAll(folder, (name) => /\.tsx?$/.test(name)),
    )
    const cited = goalsIn(comments.flatMap((text) => text.match(/SECURITY: [^\n]*/g) ?? []))
    expect(cited.filter((name) => !listed.includes(name))).toEqual([])
    expect(cited.length).toBeGreaterThan(5)
  })
})
