import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inProject } from '../support/project.ts'

const folders = ['src-main', 'src-renderer', 'src-shared', 'src-server', 'src-host', 'tests']
const citation = /\b[EPHUR]\d{1,2}\b/g

/** Requirements named in comments and in the titles of tests. */
function findCited(): Set<string> {
  const files = folders.flatMap((folder) =>
    readdirSync(inProject(folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('requirements.test.ts'))
      .map((name) => join(inProject(folder), name)),
  )
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  const citing = lines.filter((line) =>
    /^\s*(\*|\/\/|\/\*)|\s\/\/ |\b(it|test|testInPage|describe)(\.\w+)*\(/.test(line),
  )
  return new Set(citing.flatMap((line) => line.match(citation) ?? []))
}

it('docs/requirements.md explains every requirement that is cited, and no other', () => {
  const listed = [...readFileSync(inProject('docs', 'requirements.md'), 'utf8').matchAll(/^\| ([EPHUR]\d{1,2})\s*\|/gm)]
  const explained = listed.map(([, id = '']) => id)
  const byName = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })
  expect(explained.sort(byName)).toEqual([...findCited()].sort(byName))
})
