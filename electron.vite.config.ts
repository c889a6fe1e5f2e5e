import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { argon2Environment, argon2Packages, emitBinaryParts, findArgon2 } from './scripts/binary-parts.ts'

/** electron-store can check what it keeps by a JSON schema. No store here has one: a fifth of the main process’ code for nothing. */
const leaveOutValidator: Plugin = {
  name: 'leave-out-validator',
  enforce: 'pre',
  resolveId: (source) => (/^ajv(-formats|\/dist\/2020\.js)$/.test(source) ? '\0no-validator' : undefined),
  load: (id) => (id === '\0no-validator' ? 'export class Ajv2020 {}; export default undefined' : undefined),
}

/** Three bundles: main (ESM, everything inside but electron and node), preload (CommonJS, as a sandbox asks for), renderer. */
export default defineConfig({
  main: {
    define: argon2Environment,
    plugins: [emitBinaryParts(findArgon2(), 'chunks/'), leaveOutValidator],
    build: {
      externalizeDeps: false,
      target: 'node24',
      outDir: 'out/main',
      // Whatever is read at every start; names stay, for the sake of whoever reads a stack.
      rollupOptions: {
        input: { index: 'src-main/index.ts' },
        external: ['electron', argon2Packages],
        output: { minify: { compress: true, mangle: false, codegen: true } },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      target: 'node24',
      minify: true,
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: 'src-main/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react({ compiler: true })],
    build: {
      target: 'chrome140',
      minify: true,
      // Fonts and pictures stay files: the content security policy allows no data: URLs for them.
      assetsInlineLimit: 0,
      outDir: 'out/renderer',
      rollupOptions: {
        input: 'src-renderer/index.html',
        // Half of what is read before the first paint, so that two files of a size are parsed at the same time.
        output: {
          codeSplitting: {
            groups: [
              { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|i18next|react-i18next)[\\/]/ },
            ],
          },
        },
      },
    },
  },
})
