import { readAloudGroupLength } from '../../../../src-shared/domain/read-aloud.ts'

/** Where reading aloud stands: at a character, or after a group, where the caller repeats it (U12). Both from 0. */
export type ReadingStop =
  { readonly at: 'character'; readonly index: number } | { readonly at: 'pause'; readonly group: number }

/** All stops in the order of reading: four characters, a pause, the next four… */
export function stopsOf(length: number): ReadingStop[] {
  return Array.from({ length }, (_, index) => index).flatMap((index): ReadingStop[] => {
    const isLastOfGroup = (index + 1) % readAloudGroupLength === 0 || index === length - 1
    const group = groupOf(index)
    return isLastOfGroup
      ? [
          { at: 'character', index },
          { at: 'pause', group },
        ]
      : [{ at: 'character', index }]
  })
}

export const groupOf = (index: number): number => Math.floor(index / readAloudGroupLength)

/** The group that is being read, or repeated. */
export const groupAt = (stop: ReadingStop): number => (stop.at === 'pause' ? stop.group : groupOf(stop.index))

/** Which stop a key leads to, of `count`; undefined for a key that leads nowhere. */
export function moveByKey(key: string, stop: number, count: number): number | undefined {
  if (key === 'ArrowRight' || key === ' ') return Math.min(stop + 1, count - 1)
  if (key === 'ArrowLeft') return Math.max(stop - 1, 0)
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}

/** The group that a digit key ticks: `1` the first one; undefined where there is none. */
export function groupOfKey(key: string, groups: number): number | undefined {
  const group = /^[1-8]$/.test(key) ? Number(key) - 1 : undefined
  return group !== undefined && group < groups ? group : undefined
}
