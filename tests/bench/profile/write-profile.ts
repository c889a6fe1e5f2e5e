import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { drawFlameGraph } from '../charts/flame-graph.ts'
import { replaceBetweenMarkers } from '../report.ts'
import type { ReportPlaces, ReportSource } from '../write-report.ts'
import type { CallNode } from './call-tree.ts'
import { describeProfile } from './profile-report.ts'
import type { ProfileRun } from './profile-run.ts'

/** Puts the flame graphs beside the charts, and their part into the page; leaves both alone where no page is named. */
export function writeProfile(
  { page, pictures }: Pick<ReportPlaces, 'page' | 'pictures'>,
  run: ProfileRun,
  source: ReportSource,
): void {
  if (page === undefined) return
  mkdirSync(pictures, { recursive: true })
  for (const name of readdirSync(pictures)) if (name.startsWith('flame-')) rmSync(join(pictures, name))
  const paths = new Map<string, string>()
  for (const { name, title, root } of [...run.requests, ...run.acts, ...run.start.graphs]) {
    const path = join(pictures, `flame-${name}.svg`)
    writeFileSync(path, drawWithin(mostBytes, title, root))
    paths.set(name, relative(dirname(page), path).replaceAll('\\', '/'))
  }
  const text = describeProfile(run, source, (name) => paths.get(name) ?? '')
  writeFileSync(page, replaceBetweenMarkers(readFileSync(page, 'utf8'), 'profile', text))
}

const mostBytes = 150_000

/** With as many of the smallest boxes left out as have to be. */
export function drawWithin(bytes: number, title: string, root: CallNode): string {
  for (let leastShare = 0.005; ; leastShare *= 1.25) {
    const svg = drawFlameGraph(title, root, leastShare)
    if (Buffer.byteLength(svg) <= bytes || leastShare > 1) return svg
  }
}
