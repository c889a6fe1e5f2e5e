import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, relative, resolve } from 'node:path'
import { z } from 'zod'
import { inProject } from '../../support/project.ts'
import type { CallFrame } from './call-tree.ts'
import type { SourcePlace } from './describe-frame.ts'

const mapSchema = z.looseObject({
  file: z.string().default(''),
  version: z.number(),
  sources: z.array(z.string()),
  sourcesContent: z.array(z.string().nullable()).transform((all) => all.map((text) => text ?? '')),
  names: z.array(z.string()),
  mappings: z.string(),
  sourceRoot: z.string().default(''),
})

/** Of the functions of a bundle in `folder` the sources, by the map beside it. */
export function createFindMappedSource(folder: string): (script: string, at: CallFrame) => SourcePlace {
  const maps = new Map<string, SourceMap | undefined>()
  return (script, { lineNumber: line, columnNumber }) => {
    if (!maps.has(script)) maps.set(script, readMap(`${script}.map`))
    const entry = maps.get(script)?.findEntry(line, columnNumber)
    // What the bundler writes itself is from no source.
    if (!entry || !('originalSource' in entry) || !entry.originalSource) {
      return { path: `bundle/${relative(folder, script)}`, line }
    }
    const path = relative(inProject(), resolve(dirname(script), entry.originalSource)).replaceAll('\\', '/')
    return { path, line: entry.originalLine }
  }
}

const readMap = (path: string): SourceMap | undefined =>
  existsSync(path) ? new SourceMap(mapSchema.parse(JSON.parse(readFileSync(path, 'utf8')))) : undefined
