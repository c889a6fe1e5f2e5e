import type { z } from 'zod'
import type { Area, EventName } from './channel-names.ts'
import type { Answer } from './envelope.ts'
import type { ipcEvents, IpcContract } from './contract.ts'

type InputOf<C> = C extends { readonly input: infer S extends z.ZodType } ? z.input<S> : never
type OutputOf<C> = C extends { readonly output: infer S extends z.ZodType } ? z.output<S> : never

export type IpcInput<A extends Area, N extends keyof IpcContract[A]> = InputOf<IpcContract[A][N]>
export type IpcOutput<A extends Area, N extends keyof IpcContract[A]> = OutputOf<IpcContract[A][N]>
export type DeskEvent<N extends EventName> = z.output<(typeof ipcEvents)[N]>

/** What the preload puts on `window.desk`: one function per channel, and one way to listen. */
export type DeskBridge = {
  readonly [A in Area]: {
    readonly [N in keyof IpcContract[A]]: (input: IpcInput<A, N>) => Promise<Answer<IpcOutput<A, N>>>
  }
} & {
  /** Calls `listener` with each event of that name; the returned function stops it. */
  readonly listen: <N extends EventName>(name: N, listener: (event: DeskEvent<N>) => void) => () => void
}
