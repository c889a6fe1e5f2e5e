import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { inProject } from '../../support/project.ts'
import { makeFigure, type Figure } from '../figures.ts'

const heading = 'Bundles'
const kilobyte = 1_024
/** With what its page says it needs at once. */
const startPage = 'index.html'

/** How large the built bundles are. Throws when nothing has been built. */
export function measureSizes(): readonly Figure[] {
  const page = inProject('out', 'renderer')
  const early = [startPage, ...listEarly(readFileSync(join(page, startPage), 'utf8'))].map((name) => join(page, name))
  const preload = [inProject('out', 'preload', 'index.cjs')]
  return [
    figure('preload', preload, 3),
    figure('page, before the first paint', early),
    figure('page, before the first paint, compressed', early, undefined, compressedSize),
    figure('page, all scripts and styles', listCode(page)),
    figure('main process', listCode(inProject('out', 'main'))),
    figure('trial server, scripts', listCode(inProject('out', 'server'))),
  ]
}

function figure(name: string, paths: readonly string[], atMost?: number, sizeOf = plainSize): Figure {
  const value = paths.reduce((sum, path) => sum + sizeOf(path), 0) / kilobyte
  const goal = atMost === undefined ? undefined : ({ of: 'value', atMost } as const)
  return makeFigure(`${heading}: ${name}`, 'KB', [{ value }], goal)
}

const plainSize = (path: string): number => readFileSync(path).length
const compressedSize = (path: string): number => gzipSync(readFileSync(path)).length

/** The scripts and styles that a page names itself, from its own folder. */
const listEarly = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].flatMap(([, path]) => path ?? [])

const listCode = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:js|cjs|css|html)$/.test(name))
    .map((name) => join(folder, name))
