import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const fromPackages = (...path: readonly string[]): string => join(import.meta.dirname, 'node_modules', ...path)

/** What cannot become part of a bundle and is looked for beside it: WebAssembly with its data, and native code. */
function findBinaryParts(): string[] {
  const pglite = ['pglite.wasm', 'pglite.data', 'initdb.wasm'].map((name) =>
    fromPackages('@electric-sql', 'pglite', 'dist', name),
  )
  const argon2 = readdirSync(fromPackages('@node-rs'))
    .filter((name) => name.startsWith('argon2-'))
    .flatMap((name) => readdirSync(fromPackages('@node-rs', name)).map((file) => fromPackages('@node-rs', name, file)))
    .filter((path) => path.endsWith('.node'))
  return [...pglite, ...argon2]
}

const binaryParts: Plugin = {
  name: 'binary-parts',
  generateBundle() {
    for (const path of findBinaryParts()) {
      this.emitFile({ type: 'asset', fileName: basename(path), source: readFileSync(path) })
    }
  },
}

/**
 * The server as the desktop app starts it on this machine: a folder that needs no node_modules, as a packaged app has
 * none. Entries and chunks lie flat in it, since the database’s worker thread is found beside the file that starts it.
 */
export default defineConfig({
  plugins: [binaryParts],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/server',
    emptyOutDir: true,
    chunkSizeWarningLimit: 8_000,
    rollupOptions: {
      input: { embedded: 'src-server/embedded.ts', 'pglite-worker': 'src-server/database/pglite-worker.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      // The package of each platform; its native file lies beside the bundle, where it is tried first.
      external: [/^@node-rs\/argon2-/],
      // PGlite evaluates code of its own, which no bundle can change.
      checks: { eval: false },
    },
  },
})
