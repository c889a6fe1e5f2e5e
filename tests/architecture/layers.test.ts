import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { inProject, runTool } from '../support/project.ts'

/** A tree with the project's own rules in which one file breaks one of them. */
let tree: string

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'saihakko-layers-'))
  copyFileSync(inProject('.oxlintrc.json'), join(tree, '.oxlintrc.json'))
})
afterEach(() => rmSync(tree, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  writeFileSync(join(tree, path), text)
}

const use = (specifier: string): string => `import { something } from '${specifier}'\nexport const used = something\n`

/** One violation for each import rule: where the file stands, and what it must not import there. */
const forbidden: readonly (readonly [file: string, specifier: string])[] = [
  ['src-shared/domain/seed.ts', 'node:fs'],
  ['src-shared/domain/seed.ts', 'electron'],
  ['src-shared/domain/seed.ts', 'react'],
  ['src-shared/api/seed.ts', '../../src-server/app.ts'],
  ['src-main/preload/seed.ts', 'zod'],
  ['src-main/preload/seed.ts', '../../src-shared/ipc/contract.ts'],
  ['src-main/security/seed.ts', 'electron'],
  ['src-main/security/seed.ts', '../adapters/electron-clipboard.ts'],
  ['src-main/ports/seed.ts', 'electron'],
  ['src-main/services/seed.ts', 'electron'],
  ['src-main/services/seed.ts', 'axios'],
  ['src-main/services/seed.ts', 'node:fs'],
  ['src-main/services/seed.ts', '../adapters/axios-api-client.ts'],
  ['src-main/ipc/seed.ts', 'electron'],
  ['src-main/ipc/seed.ts', '../adapters/axios-api-client.ts'],
  ['src-main/adapters/seed.ts', '../services/session-service.ts'],
  ['src-main/adapters/seed.ts', '../bootstrap/start-desk.ts'],
  ['src-main/bootstrap/seed.ts', '../../src-renderer/lib/desk.ts'],
  ['src-main/bootstrap/seed.ts', '../../src-server/app.ts'],
  ['src-renderer/app/seed.ts', 'electron'],
  ['src-renderer/app/seed.ts', 'node:fs'],
  ['src-renderer/app/seed.ts', 'axios'],
  ['src-renderer/app/seed.ts', '../../src-main/services/session-service.ts'],
  ['src-renderer/app/seed.ts', 'zod'],
  ['src-renderer/app/seed.ts', '../../src-shared/ipc/settings-schema.ts'],
  ['src-renderer/components/seed.ts', '../../src-shared/api/users.ts'],
  ['src-renderer/features/login/components/seed.ts', '../../../../src-shared/api/sessions.ts'],
  ['src-renderer/features/login/components/seed.ts', '../../menu/components/menu-screen.tsx'],
  ['src-renderer/components/seed.ts', '../features/login/components/login-screen.tsx'],
  ['src-renderer/lib/seed.ts', '../features/login/components/login-screen.tsx'],
  ['src-server/modules/users/seed-service.ts', '../sessions/session-repository.ts'],
  ['src-server/modules/users/seed-service.ts', 'axios'],
  ['src-server/modules/users/seed-routes.ts', '../../../src-main/services/session-service.ts'],
  ['src-server/database/seed.ts', 'electron'],
  ['src-host/app/seed.ts', '../../src-main/services/session-service.ts'],
  ['src-host/app/seed.ts', '../../src-shared/domain/roles.ts'],
]

/** One violation for each rule about what code does. */
const misdeeds: readonly (readonly [file: string, text: string, rule: string])[] = [
  ['src-main/services/seed.ts', 'export const roll = () => Math.random()\n', 'no-restricted-properties'],
  ['src-renderer/app/seed.ts', 'export const bridge = () => window.desk\n', 'no-restricted-properties'],
  ['src-renderer/app/seed.tsx', 'export const Greeting = () => <p>Welcome</p>\n', 'jsx-no-literals'],
  ['src-server/database/seed.ts', "export const say = () => console.log('x')\n", 'no-console'],
  ['src-server/database/seed.ts', 'export default 1\n', 'no-default-export'],
  ['src-server/database/seed.ts', 'export const take = (x: any) => x\n', 'no-explicit-any'],
  ['src-server/database/seed.ts', 'export const take = (x: unknown) => x as string\n', 'consistent-type-assertions'],
  ['src-server/database/Seed.ts', 'export const x = 1\n', 'filename-case'],
  ['src-server/database/seed.ts', 'export {}\n'.repeat(301), 'max-lines'],
]

const lint = () => runTool('oxlint/bin/oxlint', ['--format', 'unix', '.'], tree)

describe('layers: each seeded violation is caught', () => {
  it.each(forbidden)('%s must not import %s', (file, specifier) => {
    write(file, use(specifier))
    const { code, output } = lint()
    expect(output).toContain('no-restricted-imports')
    expect(code).not.toBe(0)
  })

  it.each(misdeeds)('%s: %s → %s', (file, text, rule) => {
    write(file, text)
    const { code, output } = lint()
    expect(output).toContain(rule)
    expect(code).not.toBe(0)
  })

  it('a cycle of imports', () => {
    write('src-shared/domain/a.ts', "import { b } from './b.ts'\nexport const a = () => b\n")
    write('src-shared/domain/b.ts', "import { a } from './a.ts'\nexport const b = () => a\n")
    expect(lint().output).toContain('no-cycle')
  })

  it('and what is allowed passes (the net is not simply shut)', () => {
    write(
      'src-main/services/seed.ts',
      use('../ports/timer-port.ts') +
        use('../../src-shared/domain/roles.ts').replaceAll('something', 'other').replace('used', 'used2'),
    )
    write(
      'src-main/adapters/seed.ts',
      use('electron') +
        use('../../src-shared/ipc/contract.ts').replaceAll('something', 'other').replace('used', 'used2'),
    )
    write('src-renderer/features/login/components/seed.ts', use('../../../components/error-notice.tsx'))
    write(
      'src-renderer/app/seed.ts',
      use('../../src-shared/api/reissue-states.ts') +
        "import type { Settings } from '../../src-shared/ipc/settings-schema.ts'\nexport type Kept = Settings\n",
    )
    write('src-server/modules/users/seed-service.ts', use('../sessions/session-service.ts'))
    expect(lint()).toMatchObject({ code: 0 })
  })
})

describe('environments: the compiler knows only what a folder has', () => {
  it.each([
    ['src-main', 'export const title = document.title\n', 'document'],
    ['src-server', 'export const title = window.name\n', 'window'],
    ['src-shared', "export const home = process.env['HOME']\n", 'process'],
    ['src-shared', 'export const page = document.title\n', 'document'],
    ['src-renderer', "export const home = process.env['HOME']\n", 'process'],
  ])('%s: %s', (folder, text, name) => {
    copyFileSync(inProject('tsconfig.base.json'), join(tree, 'tsconfig.base.json'))
    const { references: _otherFolders, ...config } = z
      .looseObject({ references: z.unknown().optional() })
      .parse(JSON.parse(readFileSync(inProject(folder, 'tsconfig.json'), 'utf8')))
    write(`${folder}/tsconfig.json`, JSON.stringify(config))
    symlinkSync(inProject('node_modules'), join(tree, 'node_modules'))
    write(`${folder}/seed.ts`, text)
    const { output } = runTool(
      'typescript/bin/tsc',
      ['-p', `${folder}/tsconfig.json`, '--noEmit', '--emitDeclarationOnly', 'false', '--composite', 'false'],
      tree,
    )
    expect(output).toMatch(new RegExp(`error TS\\d+: Cannot find name '${name}'`))
  })
})
