import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { z } from 'zod'
import { inProject } from '../../../support/project.ts'
import type { FindSource } from '../describe-frame.ts'

const mapSchema = z.looseObject({
  file: z.string().default(''),
  version: z.number(),
  sources: z.array(z.string()),
  sourcesContent: z.array(z.string().nullable()).transform((all) => all.map((text) => text ?? '')),
  names: z.array(z.string()),
  mappings: z.string(),
  sourceRoot: z.string().default(''),
})

/** What looks at the page for the bench, and is no part of it. */
const apparatus = 'tests/bench/desk/paint-page/watch-paint.ts'

/** Of the functions in the bundles of `folder` the sources, by their maps. Neither the bench’s own nor what it has evaluated. */
export function createFindPageSource(folder: string): FindSource {
  const maps = new Map<string, SourceMap | undefined>()
  return ({ url, lineNumber, columnNumber }) => {
    if (!url.startsWith('http:')) return undefined
    const script = join(folder, new URL(url).pathname)
    if (!maps.has(script)) maps.set(script, readMap(`${script}.map`))
    const entry = maps.get(script)?.findEntry(lineNumber, columnNumber)
    if (!entry || !('originalSource' in entry)) return { path: `bundle/${relative(folder, script)}`, line: lineNumber }
    const path = relative(inProject(), resolve(dirname(script), entry.originalSource)).replaceAll('\\', '/')
    return path === apparatus ? undefined : { path, line: entry.originalLine }
  }
}

const readMap = (path: string): SourceMap | undefined =>
  existsSync(path) ? new SourceMap(mapSchema.parse(JSON.parse(readFileSync(path, 'utf8')))) : undefined
