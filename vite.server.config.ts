import { defineConfig } from 'vite'
import { argon2Environment, argon2Packages, emitBinaryParts, findArgon2, findDatabase } from './scripts/binary-parts.ts'

/**
 * The server as the desktop app starts it on this machine: a folder that needs no node_modules, as a packaged app has
 * none. Entries and chunks lie flat in it, since worker threads are found beside the file that starts them.
 */
export default defineConfig({
  define: argon2Environment,
  plugins: [emitBinaryParts([...findDatabase(), ...findArgon2()])],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/server',
    emptyOutDir: true,
    chunkSizeWarningLimit: 8_000,
    rollupOptions: {
      input: {
        embedded: 'src-server/embedded.ts',
        'pglite-worker': 'src-server/database/pglite-worker.ts',
        'password-worker': 'src-server/security/password-worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      external: [argon2Packages],
      // PGlite evaluates code of its own, which no bundle can change.
      checks: { eval: false },
    },
  },
})
