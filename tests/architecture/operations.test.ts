import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { settingNames } from '../../src-server/config/configuration-schema.ts'
import { defaultTimeouts } from '../../src-server/request-timeouts.ts'
import { argon2Parameters } from '../../src-server/security/password-verifier.ts'
import { inProject } from '../support/project.ts'

const operations = readFileSync(inProject('docs', 'operations.md'), 'utf8')
const unit = readFileSync(inProject('resources', 'systemd', 'saihakko-server.service'), 'utf8')

describe('docs/operations.md says what the code does', () => {
  it('the parameters of argon2id (P9)', () => {
    const { memoryCost, timeCost, parallelism } = argon2Parameters
    const [, m, mebibytes, t, p] = /argon2id with m=(\d+) \((\d+) MiB\), t=(\d+), p=(\d+)/.exec(operations) ?? []
    expect([m, mebibytes, t, p].map(Number)).toEqual([memoryCost, memoryCost / 1024, timeCost, parallelism])
    // OWASP Password Storage: no less than this.
    expect(memoryCost).toBeGreaterThanOrEqual(19_456)
    expect(timeCost).toBeGreaterThanOrEqual(2)
  })

  it('the time limits of requests (R5)', () => {
    const [, all, headers] = /time limits \((\d+) s in all, (\d+) s for headers/.exec(operations) ?? []
    expect([all, headers].map((seconds) => Number(seconds) * 1000)).toEqual([
      defaultTimeouts.requestTimeout,
      defaultTimeouts.headersTimeout,
    ])
  })

  it('every setting, and no other', () => {
    const start = operations.indexOf('## Settings')
    const table = operations.slice(start, operations.indexOf('### ', start))
    const rows = table.split('\n').filter((line) => line.startsWith('| `SAIHAKKO_'))
    const explained = rows.flatMap((row) => row.split('|')[1]?.match(/SAIHAKKO_\w+/g) ?? [])
    expect(explained.toSorted()).toEqual(Object.values(settingNames).toSorted())
    for (const name of Object.keys(settingNames)) expect(table).toContain(`\`${name}\``)
  })
})

describe('the unit file', () => {
  it('sets what is set there by names that exist, and asks for a core of no process that has seen passwords (P22)', () => {
    const set = [...unit.matchAll(/SAIHAKKO_\w+/g)].map(([name]) => name)
    for (const name of set) expect(Object.values(settingNames)).toContain(name)
    for (const line of ['LimitCORE=0', 'NoNewPrivileges=yes', 'ProtectSystem=strict', 'Restart=on-failure']) {
      expect(unit.split('\n')).toContain(line)
    }
  })
})
