import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseRules } from '../../src-main/services/managed-settings-service.ts'
import { managedSettingNames } from '../../src-shared/managed-settings-schema.ts'
import { inProject } from '../support/project.ts'

const readTemplate = (...path: readonly string[]): string =>
  readFileSync(inProject('resources', 'policies', ...path), 'utf8')
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name)
const names = [...managedSettingNames].sort()

describe('templates of an organisation’s rules', () => {
  it('the sample names every rule, and each of its values holds', () => {
    const values: Record<string, unknown> = JSON.parse(readTemplate('policy.json'))
    expect(Object.keys(values).sort()).toEqual(names)
    expect(parseRules({ values })).toMatchObject({ refused: [], unknown: 0 })
  })

  it('the administrative template writes every rule under the app’s key', () => {
    const admx = readTemplate('windows', 'saihakko-desk.admx')
    expect(all(admx, /<policy name="(\w+)"/g).sort()).toEqual(names)
    expect(all(admx, /valueName="(\w+)"/g).sort()).toEqual(names)
    expect(new Set(all(admx, / key="([^"]+)"/g))).toEqual(new Set([String.raw`Software\Policies\Saihakko\Desk`]))
  })

  it('what the administrative template lets an administrator choose is accepted', () => {
    const admx = readTemplate('windows', 'saihakko-desk.admx')
    const policies = all(admx, /(<policy [\s\S]*?<\/policy>)/g)
    for (const policy of policies) {
      const name = all(policy, /<policy name="(\w+)"/g)[0] ?? ''
      const numbers = all(policy, /(?:minValue|maxValue|decimal value)="(\d+)"/g).map(Number)
      for (const value of [...numbers, ...all(policy, /<string>([\w-]+)<\/string>/g)])
        expect(parseRules({ values: { [name]: value } })).toMatchObject({ refused: [], unknown: 0 })
      const outside = all(policy, /maxValue="(\d+)"/g).map((max) => Number(max) + 1)
      for (const value of outside) expect(parseRules({ values: { [name]: value } }).refused).toEqual([name])
    }
  })

  it.each(['ja-JP', 'en-US'])(
    '%s has every text that the administrative template asks for, and no other',
    (language) => {
      const admx = readTemplate('windows', 'saihakko-desk.admx')
      const adml = readTemplate('windows', language, 'saihakko-desk.adml')
      expect(all(adml, /<string id="([\w-]+)"/g).sort()).toEqual(
        [...new Set(all(admx, /\$\(string\.([\w-]+)\)/g))].sort(),
      )
      expect(all(adml, /<presentation id="(\w+)"/g)).toEqual(all(admx, /\$\(presentation\.(\w+)\)/g))
    },
  )

  it('the configuration profile and the README name every rule', () => {
    const profile = readTemplate('macos', 'saihakko-desk.mobileconfig')
    const rules = all(profile, /<key>(\w+)<\/key>/g).filter((name) => !name.startsWith('Payload'))
    expect(rules.sort()).toEqual(names)
    expect(all(readTemplate('README.md'), /^\| `(\w+)` /gm).sort()).toEqual(names)
  })
})
