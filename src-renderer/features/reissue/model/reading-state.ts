import { moveByKey, stopsOf, type ReadingStop } from './step-through.ts'

/** Of one reading on the phone. It outlives covering and closing: the caller is not asked to repeat anything twice. */
export interface ReadingState {
  readonly stop: number
  /** Groups that the caller has repeated correctly, from 0. */
  readonly repeated: ReadonlySet<number>
}

export const readingStart: ReadingState = { stop: 0, repeated: new Set() }

export type ReadingEvent =
  | { readonly type: 'key'; readonly key: string; readonly length: number }
  | { readonly type: 'tick'; readonly group: number; readonly length: number }
  | { readonly type: 'go'; readonly index: number; readonly length: number }

export function changeReading(state: ReadingState, event: ReadingEvent): ReadingState {
  const stops = stopsOf(event.length)
  if (event.type === 'key') {
    const stop = moveByKey(event.key, state.stop, stops.length)
    return stop === undefined ? state : { ...state, stop }
  }
  if (event.type === 'go') {
    const stop = stops.findIndex((known) => known.at === 'character' && known.index === event.index)
    return stop < 0 ? state : { ...state, stop }
  }
  return tick(state, event.group, stops)
}

/** Ticking the group whose repetition is awaited goes on to the next one. */
function tick(state: ReadingState, group: number, stops: readonly ReadingStop[]): ReadingState {
  const repeated = new Set(state.repeated)
  const isTicked = !repeated.delete(group)
  if (isTicked) repeated.add(group)
  const here = stops[state.stop]
  const goesOn = isTicked && here?.at === 'pause' && here.group === group
  return { repeated, stop: goesOn ? Math.min(state.stop + 1, stops.length - 1) : state.stop }
}

/** Whether every group of a password of `groups` groups was repeated. */
export const isConfirmed = (state: ReadingState, groups: number): boolean =>
  groups > 0 && state.repeated.size === groups
