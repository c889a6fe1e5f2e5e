import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Plugin } from 'vite'
import { inProject } from './paths.ts'

const inPackages = (...path: readonly string[]): string => inProject('node_modules', ...path)

/** The package of each platform for argon2; its native file lies beside the bundle, where it is looked for first. */
export const argon2Packages = /^@node-rs\/argon2-/

/** The code of argon2 is that of the app, whatever the environment names (E25). */
export const argon2Environment = {
  'process.env.NAPI_RS_NATIVE_LIBRARY_PATH': 'undefined',
  'process.env.NAPI_RS_FORCE_WASI': 'undefined',
  'process.env.NAPI_RS_WASI_FLAVOR': 'undefined',
}

/** The native code of argon2: one file for each platform that is installed. */
export const findArgon2 = (): string[] =>
  readdirSync(inPackages('@node-rs'))
    .filter((name) => name.startsWith('argon2-'))
    .flatMap((name) => readdirSync(inPackages('@node-rs', name)).map((file) => inPackages('@node-rs', name, file)))
    .filter((path) => path.endsWith('.node'))

/** WebAssembly of the database, with its data. */
export const findDatabase = (): string[] =>
  ['pglite.wasm', 'pglite.data', 'initdb.wasm'].map((name) => inPackages('@electric-sql', 'pglite', 'dist', name))

/** Puts what cannot become part of a bundle, and is looked for beside it, into `folder` of its output. */
export const emitBinaryParts = (paths: readonly string[], folder = ''): Plugin => ({
  name: 'binary-parts',
  generateBundle() {
    for (const path of paths) {
      this.emitFile({ type: 'asset', fileName: folder + basename(path), source: readFileSync(path) })
    }
  },
})
