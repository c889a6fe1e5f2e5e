import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inProject } from '../../support/project.ts'
import { nameless, type CallFrame, type DescribeFrame, type Frame } from './call-tree.ts'

/** What is better said than by V8’s own names for what is in no script. */
const pseudoFrames: Readonly<Record<string, string>> = {
  '(program)': 'outside of JavaScript',
  '(garbage collector)': 'garbage collector',
  '': 'a function of the engine',
}

export interface SourcePlace {
  /** From the project’s folder. */
  readonly path: string
  /** From 0. */
  readonly line: number
}

/** Where a script comes from. Undefined for what is part of the bench. */
export type FindSource = (frame: CallFrame) => SourcePlace | undefined

/** Leaves out the time in which nothing was to be done. `findSource` tells of what has an address. */
export const createDescribeFrame =
  (findSource: FindSource): DescribeFrame =>
  (frame) => {
    const { functionName, scriptId, url } = frame
    if (functionName === '(idle)') return undefined
    if (scriptId === '0') return { name: pseudoFrames[functionName] ?? functionName, place: '', origin: 'native' }
    // Its functions have numbers instead of names.
    if (url.startsWith('wasm:')) return { name: nameless, place: 'WebAssembly', origin: 'native' }
    if (url.startsWith('node:')) return place(frame, url, frame.lineNumber, 'node')
    const source = findSource(frame)
    return source && placeInSources(frame, source.path, source.line)
  }

/** As the server runs: from its sources, where types are replaced by blanks. */
export const findServerSource: FindSource = ({ url, lineNumber: line }) => {
  // zod and Fastify write functions of their own: how something is checked, or becomes JSON.
  if (!url.startsWith('file:')) return { path: 'generated code', line }
  const path = relative(inProject(), fileURLToPath(url))
  return path.startsWith(apparatus) ? undefined : { path, line }
}

const apparatus = join('tests', 'bench', 'profile')

/** A path with `node_modules` in it is a dependency’s, whatever it stands for on the disk. */
function placeInSources(frame: CallFrame, path: string, line: number): Frame {
  const within = path.replaceAll('\\', '/').split('node_modules/')
  const isOwn = within.length === 1 && /^(src-|tests\/)/.test(path)
  return place(frame, within.at(-1) ?? path, line, isOwn ? 'own' : 'package')
}

/** `t0` and the like are variables of React’s compiler, which gives its names to functions without one. */
const isNameless = (name: string): boolean => /^(t\d+)?$/.test(name)

/** Functions without a name are told apart by their line. */
const place = ({ functionName }: CallFrame, path: string, line: number, origin: Frame['origin']): Frame =>
  isNameless(functionName)
    ? { name: nameless, place: `${path}:${line + 1}`, origin }
    : { name: functionName, place: path, origin }
