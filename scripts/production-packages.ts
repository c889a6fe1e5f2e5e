import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { projectDir } from './paths.ts'

const namesSchema = z.record(z.string(), z.string()).default({})
const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  dependencies: namesSchema,
  optionalDependencies: namesSchema,
})

export interface ProductionPackage {
  readonly name: string
  readonly version: string
  /** An SPDX expression. */
  readonly license: string
  readonly dir: string
}

/**
 * The packages that the bundles are made of: what package.json names under `dependencies`, and what those depend on, as
 * far as installed here. Neither development tools nor the Node binaries that the scripts run on. Sorted by name.
 */
export function findProductionPackages(rootDir = projectDir): ProductionPackage[] {
  const found = new Map<string, ProductionPackage>()
  const visit = (name: string, fromDir: string): void => {
    const dir = locate(name, fromDir, rootDir)
    if (dir === undefined || found.has(dir)) return
    const manifest = readManifest(dir)
    if (manifest.license === undefined) throw new Error(`${manifest.name} does not say under which licence it is`)
    found.set(dir, { name: manifest.name, version: manifest.version, license: manifest.license, dir })
    for (const next of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) visit(next, dir)
  }
  for (const name of Object.keys(readManifest(rootDir).dependencies)) visit(name, rootDir)
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

const readManifest = (dir: string): z.infer<typeof manifestSchema> =>
  manifestSchema.parse(JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')))

/** As Node looks for it: beside the package that asks, then further up. Undefined for another platform’s package. */
function locate(name: string, fromDir: string, rootDir: string): string | undefined {
  const dir = join(fromDir, 'node_modules', name)
  if (existsSync(join(dir, 'package.json'))) return dir
  if (fromDir === rootDir) return undefined
  const parent = fromDir.slice(
    0,
    Math.max(fromDir.lastIndexOf('/node_modules/'), fromDir.lastIndexOf('\\node_modules\\')),
  )
  return locate(name, parent.length < rootDir.length ? rootDir : parent, rootDir)
}
