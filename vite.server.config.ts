import { defineConfig } from 'vite'

/**
 * The server as the desktop app starts it on this machine: entries and chunks flat in one folder, since the database's
 * worker thread is found beside the file that starts it. Packages stay outside; some bring WebAssembly or native code.
 */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/server',
    emptyOutDir: true,
    rollupOptions: {
      input: { embedded: 'src-server/embedded.ts', 'pglite-worker': 'src-server/database/pglite-worker.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
