import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const readEngine = (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  readFile(fileURLToPath(new URL(name, import.meta.resolve('@electric-sql/pglite'))))

/**
 * The embedded database’s machine code, held while the tests of this process run: V8 gives it to every thread that compiles the
 * same bytes, and otherwise each of the many databases would begin with slow code and have it made fast anew.
 */
export const keptEngine: readonly WebAssembly.Module[] = await Promise.all(
  ['pglite.wasm', 'initdb.wasm'].map(async (name) => WebAssembly.compile(await readEngine(name))),
)
