/**
 * Node’s switches for processes that run the embedded database for some seconds: its machine code as it is compiled first. V8
 * would make it faster at the cost of a second of a core, which so short a life does not bring back.
 */
export const shortLived: readonly string[] = ['--liftoff-only']
