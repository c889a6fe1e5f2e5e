import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { inProject, projectDir } from './paths.ts'
import { findProductionPackages, type ProductionPackage } from './production-packages.ts'

const rule = '-'.repeat(80)

/** The licence texts of everything bundled, each text once, with the packages it holds for. */
export function composeNotices(packages: readonly ProductionPackage[]): string {
  const byText = new Map<string, string[]>()
  for (const { name, version, license, dir } of packages) {
    const text = readLicenceText(dir) ?? `(The package brings no licence text. Its licence: ${license}.)`
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`])
  }
  const parts = [...byText].map(([text, names]) => [rule, ...names, '', text, ''].join('\n'))
  return ['Saihakko Desk contains the following packages.', '', ...parts].join('\n')
}

function readLicenceText(dir: string): string | undefined {
  const texts = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
    .map((entry) => readFileSync(join(dir, entry.name), 'utf8').replaceAll('\r\n', '\n').trim())
  return texts.length === 0 ? undefined : texts.sort().join('\n\n')
}

const bomSchema = z.looseObject({ metadata: z.looseObject({ component: z.looseObject({ name: z.string() }) }) })

/** The software bill of materials (E48, ASVS 15.1.2), as npm makes it from the lock file; it names the folder as the product. */
function composeBillOfMaterials(productName: string): string {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const args = [
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--sbom-type',
    'application',
    '--omit',
    'dev',
    '--package-lock-only',
  ]
  const options = {
    cwd: projectDir,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: npm.endsWith('.cmd'),
  } as const
  const bom = bomSchema.parse(JSON.parse(execFileSync(npm, args, options)))
  bom.metadata.component.name = productName
  return `${JSON.stringify(bom, null, 2)}\n`
}

/** Writes what is packaged beside the app’s archive as `legal`. */
export function writeLegal(outDir = inProject('out', 'legal')): void {
  mkdirSync(outDir, { recursive: true })
  writeFileSync(join(outDir, 'third-party-notices.txt'), composeNotices(findProductionPackages()))
  writeFileSync(join(outDir, 'bill-of-materials.cdx.json'), composeBillOfMaterials('saihakko-desk'))
}
