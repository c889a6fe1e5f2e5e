import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { makeFigure, type Figure } from '../figures.ts'
import { headings, nameFigure } from '../headings.ts'

/** What a server says of the index in its memory when it has read it. */
const lineSchema = z.object({ msg: z.string(), users: z.int(), bytes: z.int(), tookMs: z.number() })
export type IndexReport = Pick<z.infer<typeof lineSchema>, 'users' | 'bytes' | 'tookMs'>

const limitMs = 300_000

/**
 * Waits until a server that was just started answers searches from its memory, as it does for the rest of its life; until
 * then the database answers. Reads its log. Throws when it does not come to that.
 */
export async function waitForIndex(log: string): Promise<IndexReport> {
  const deadline = performance.now() + limitMs
  while (performance.now() < deadline) {
    const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : []
    const ready = lines.find((line) => line.includes('"search index ready"'))
    if (ready !== undefined) return lineSchema.parse(JSON.parse(ready))
    const refused = lines.find((line) => line.includes('searches are left to the database'))
    if (refused !== undefined) throw new Error(`no search index: ${refused}`)
    // Nobody is told of a line in a file.
    await delay(20)
  }
  throw new Error('the search index is not ready')
}

/** How long it took once, at the start of the server, and what it holds. */
export const listIndexFigures = ({ bytes, tookMs }: IndexReport, label: string): Figure[] => [
  makeFigure(nameFigure(headings.index, label, 'read at the start'), 's', [{ value: tookMs / 1000 }]),
  makeFigure(nameFigure(headings.index, label, 'memory'), 'MB', [{ value: bytes / 1e6 }]),
]
