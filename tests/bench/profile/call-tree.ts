import { z } from 'zod'

const callFrameSchema = z.object({
  functionName: z.string(),
  /** `0` for what is not a script: V8 itself, and functions built into Node. */
  scriptId: z.string(),
  url: z.string(),
  /** Both from 0. */
  lineNumber: z.int(),
  columnNumber: z.int(),
})
export type CallFrame = z.infer<typeof callFrameSchema>

/** What V8’s profiler brings: which function ran when it looked, some thousand times a second. Microseconds. */
export const cpuProfileSchema = z.object({
  /** The first one is the root. */
  nodes: z.array(z.object({ id: z.int(), callFrame: callFrameSchema, children: z.array(z.int()).optional() })),
  endTime: z.number(),
  startTime: z.number(),
  samples: z.array(z.int()),
  timeDeltas: z.array(z.number()),
})
export type CpuProfile = z.infer<typeof cpuProfileSchema>

/** Our sources, a dependency, Node’s own scripts, or no script at all. */
export const origins = ['own', 'package', 'node', 'native'] as const
export type Origin = (typeof origins)[number]

export interface Frame {
  readonly name: string
  /** The file, short enough to be read; empty for what is in none. */
  readonly place: string
  readonly origin: Origin
}

/** Of a function without a name, whose place then has its line. */
export const nameless = '(anonymous)'

/** A function as it was called by those above it. */
export interface CallNode {
  readonly frame: Frame
  readonly selfMs: number
  readonly totalMs: number
  /** The longest first. */
  readonly children: readonly CallNode[]
}

/** Undefined: is left out, and what it calls with it. */
export type DescribeFrame = (frame: CallFrame) => Frame | undefined

/** What it found from one instant to another, in microseconds of its own clock. */
export function cutProfile(
  { nodes, samples, timeDeltas, startTime }: CpuProfile,
  from: number,
  to: number,
): CpuProfile {
  let at = startTime
  const kept = samples.flatMap((id, index) => {
    at += timeDeltas[index] ?? 0
    return at >= from && at < to ? [{ id, at }] : []
  })
  return {
    nodes,
    startTime: from,
    endTime: to,
    samples: kept.map(({ id }) => id),
    timeDeltas: kept.map((sample, index) => sample.at - (kept[index - 1]?.at ?? from)),
  }
}

interface Growing {
  readonly frame: Frame
  readonly caller: Growing | undefined
  selfMs: number
  readonly children: Map<string, Growing>
}

export const keyOf = ({ name, place }: Frame): string => `${name} ${place}`

/**
 * One tree of all profiles: the same functions called by the same ones are one node. What calls itself, through nothing but
 * its own file, is one as well: React goes down the page in steps of two functions.
 */
export function mergeProfiles(profiles: readonly CpuProfile[], describe: DescribeFrame): CallNode {
  const root = grow({ name: 'all', place: '', origin: 'native' }, undefined)
  for (const profile of profiles) addProfile(root, profile, describe)
  return finish(root)
}

const grow = (frame: Frame, caller: Growing | undefined): Growing => ({ frame, caller, selfMs: 0, children: new Map() })

function addProfile(root: Growing, profile: CpuProfile, describe: DescribeFrame): void {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const selfMs = sumSamples(profile)
  const add = (ids: readonly number[], into: Growing): void => {
    for (const id of ids) {
      const node = nodes.get(id)
      const frame = node && describe(node.callFrame)
      if (!frame) continue
      const child = findRepeated(into, frame) ?? into.children.get(keyOf(frame)) ?? grow(frame, into)
      if (child.caller === into) into.children.set(keyOf(frame), child)
      child.selfMs += selfMs.get(id) ?? 0
      add(node.children ?? [], child)
    }
  }
  add(profile.nodes[0]?.children ?? [], root)
}

function findRepeated(from: Growing, frame: Frame): Growing | undefined {
  const isInSameFile = ({ place }: Frame): boolean => place !== '' && fileOf(place) === fileOf(frame.place)
  for (let node: Growing | undefined = from; node && isInSameFile(node.frame); node = node.caller) {
    if (keyOf(node.frame) === keyOf(frame)) return node
  }
  return undefined
}

/** Without the line. */
const fileOf = (place: string): string => place.replace(/:\d+$/, '')

/** What was found running at one look has the time until the next one. */
function sumSamples({ samples, timeDeltas, startTime, endTime }: CpuProfile): Map<number, number> {
  const sums = new Map<number, number>()
  let at = startTime
  for (const [index, id] of samples.entries()) {
    at += timeDeltas[index] ?? 0
    const lasted = timeDeltas[index + 1] ?? endTime - at
    sums.set(id, (sums.get(id) ?? 0) + Math.max(0, lasted) / 1000)
  }
  return sums
}

function finish({ frame, selfMs, children }: Growing): CallNode {
  const finished = [...children.values()]
    .map(finish)
    .filter(({ totalMs: ms }) => ms > 0)
    .toSorted((a, b) => b.totalMs - a.totalMs)
  return { frame, selfMs, totalMs: finished.reduce((sum, { totalMs }) => sum + totalMs, selfMs), children: finished }
}
