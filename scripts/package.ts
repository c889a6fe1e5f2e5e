import { buildBundles } from './build.ts'
import { inProject } from './paths.ts'
import { runNode } from './run-command.ts'
import { writeLegal } from './write-legal.ts'

/**
 * `npm run package -- --linux AppImage`: bundles, licences and bill of materials, then electron-builder with the given
 * arguments (docs/releasing.md). Resolves with an exit code.
 */
async function packageApp(builderArguments: readonly string[]): Promise<number> {
  const code = await buildBundles({ isForced: true })
  if (code !== 0) return code
  writeLegal()
  const builder = inProject('node_modules', 'electron-builder', 'cli.js')
  return await runNode([builder, '--publish', 'never', ...builderArguments])
}

process.exitCode = await packageApp(process.argv.slice(2))
