import type { z } from 'zod'
import type { Area, ChannelNames } from '../../src-shared/ipc/channel-names.ts'

/** A channel with its contract around it: parses what comes in, runs, parses what goes out. */
export type BoundChannel = (input: unknown) => Promise<unknown>

/** One bound channel for each name of an area; the compiler asks for a missing one. */
export type BoundArea<A extends Area> = { readonly [N in ChannelNames[A][number]]: BoundChannel }

/** Thrown when the page’s input does not fit the contract; says where, never what was typed. */
export class InputRejected extends Error {
  override readonly name = 'InputRejected'
}

/**
 * Ties `run` to a channel’s contract. The output is parsed in production too, so that a field added to a service’s
 * return value cannot leak to the page.
 */
export function bindChannel<I extends z.ZodType, O extends z.ZodType>(
  contract: { readonly input: I; readonly output: O },
  run: (input: z.output<I>) => Promise<z.input<O>> | z.input<O>,
): BoundChannel {
  return async (input) => {
    const parsed = contract.input.safeParse(input)
    if (!parsed.success) throw new InputRejected()
    return contract.output.parse(await run(parsed.data))
  }
}
