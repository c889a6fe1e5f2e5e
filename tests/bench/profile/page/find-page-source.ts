import { join } from 'node:path'
import type { FindSource } from '../describe-frame.ts'
import { createFindMappedSource } from '../find-mapped-source.ts'

/** What looks at the page for the bench, and is no part of it. */
const apparatus = 'tests/bench/desk/paint-page/watch-paint.ts'

/** Of the functions in the bundles of `folder` the sources, by their maps. Neither the bench’s own nor what it has evaluated. */
export function createFindPageSource(folder: string): FindSource {
  const findMapped = createFindMappedSource(folder)
  return (frame) => {
    if (!frame.url.startsWith('http:')) return undefined
    const source = findMapped(join(folder, new URL(frame.url).pathname), frame)
    return source.path === apparatus ? undefined : source
  }
}
