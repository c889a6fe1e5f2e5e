import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { readConfiguration } from '../../../../src-server/config/read-configuration.ts'
import { AppError } from '../../../../src-shared/errors/catalogue.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'saihakko-directories-'))
  writeFileSync(join(folder, 'password'), 'a secret of the service\n', { mode: 0o600 })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const directory = (changes: object = {}) => ({
  kind: 'open-ldap',
  url: 'ldaps://ldap.example:636',
  bindDn: 'cn=desk,dc=example',
  bindPasswordFile: join(folder, 'password'),
  members: [{ memberId: 'M-A', baseDn: 'ou=a,dc=example' }],
  ...changes,
})

const read = (directories: object) => {
  const file = join(folder, 'server.yaml')
  writeFileSync(file, stringify({ directories }))
  return readConfiguration({}, file)
}

/** `path message` of every problem, without the file’s name. */
const problemsOf = (directories: object): string[] => {
  try {
    read(directories)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return (error.facts.fields ?? []).map(({ path, message }) => `${path.replace(/^.*: /, '')} ${message}`)
  }
  return []
}

describe('directories in the configuration', () => {
  it('are read with their defaults', () => {
    expect(read({ main: directory() }).directories['main']).toMatchObject({
      kind: 'open-ldap',
      syncSeconds: 300,
      startTls: false,
    })
    expect(readConfiguration({}).directories).toEqual({})
  })

  it('all that is wrong is told at once, with its place and without its value', () => {
    const problems = problemsOf({
      main: directory({
        url: 'ldap://ldap.example',
        startTLS: true,
        timeoutMs: 1,
        bindPasswordFile: '/nowhere/secret',
      }),
      'Bad Name': directory(),
    })
    expect(problems.join('\n')).toMatch(/directories\.main\.timeoutMs /)
    expect(problems.join('\n')).toMatch(/directories\.main\.startTLS is not a setting/)
    expect(problems.join('\n')).toMatch(/directories/)
    expect(problems.length).toBeGreaterThanOrEqual(3)
    expect(problems.join('\n')).not.toContain('secret')
  })

  it('plain LDAP may reach this machine alone (P1)', () => {
    expect(problemsOf({ main: directory({ url: 'ldap://ldap.example' }) })[0]).toMatch(/main\.url needs ldaps/)
    expect(problemsOf({ main: directory({ url: 'ldap://ldap.example', startTls: true }) })).toEqual([])
    for (const url of ['ldap://127.0.0.1:3890', 'ldap://localhost', 'ldap://[::1]:389'])
      expect(problemsOf({ main: directory({ url }) })).toEqual([])
    expect(problemsOf({ main: directory({ startTls: true }) })[0]).toMatch(/startTls belongs to ldap/)
    expect(problemsOf({ main: directory({ url: 'http://ldap.example' }) })[0]).toMatch(/main\.url/)
  })

  it('a member lives in one directory', () => {
    const problems = problemsOf({ main: directory(), other: directory() })
    expect(problems).toEqual(['directories.other.members.0.memberId is in the directory main already'])
  })

  it('the password’s file is there, holds one, and is not everybody’s (P22)', () => {
    const path = join(folder, 'password')
    chmodSync(path, 0o644)
    expect(problemsOf({ main: directory() })[0]).toMatch(/bindPasswordFile is open to everybody/)
    chmodSync(path, 0o640)
    expect(problemsOf({ main: directory() })).toEqual([])
    writeFileSync(path, '\n')
    expect(problemsOf({ main: directory() })[0]).toMatch(/is empty/)
    rmSync(path)
    expect(problemsOf({ main: directory() })[0]).toMatch(/cannot be read \(ENOENT\)/)
    writeFileSync(path, 'x', { mode: 0o600 })
    expect(problemsOf({ main: directory({ caFile: path }) })[0]).toMatch(/caFile holds no certificate/)
  })
})
