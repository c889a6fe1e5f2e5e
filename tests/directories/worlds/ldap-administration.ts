import { readFileSync } from 'node:fs'
import { Attribute, Change, Client, PasswordPolicyControl } from 'ldapts'
import { encodePasswordModify, passwordModifyOid } from '../../../src-server/directory/ldap-ber.ts'
import type { LdifAttributes } from '../servers/ldif.ts'
import type { RunningDirectory } from '../servers/running-directory.ts'

/** What tests do to a server directly: plain ldapts, one bound client for the administrator, a new one for each login. */
export interface LdapAdministration {
  add(dn: string, attributes: LdifAttributes, binary?: Readonly<Record<string, Buffer>>): Promise<void>
  remove(dn: string): Promise<void>
  rename(dn: string, newDn: string): Promise<void>
  modify(dn: string, changes: Change[]): Promise<void>
  read(dn: string, attribute: string): Promise<string | undefined>
  /** `error`: what the server said; `mustChange`: by the control of password policies. */
  tryLogin(dn: string, password: string): Promise<{ error?: string; mustChange: boolean }>
  /** The password modify operation (RFC 3062) as that user; rejects when refused. */
  changeAs(dn: string, present: string, next: string): Promise<void>
  openAs(dn: string, password: string): Promise<Client>
  close(): Promise<void>
}

export async function administer(directory: RunningDirectory): Promise<LdapAdministration> {
  const ca = readFileSync(directory.caFile)
  const url = `ldaps://${directory.host}:${directory.port}`
  const createClient = (): Client => new Client({ url, tlsOptions: { ca }, timeout: 20_000, connectTimeout: 20_000 })
  const administrator = createClient()
  await administrator.bind(directory.administrator.bindDn, directory.administrator.password)

  const openAs = async (dn: string, password: string): Promise<Client> => {
    const client = createClient()
    await client.bind(dn, password)
    return client
  }
  return {
    async add(dn, attributes, binary = {}) {
      const texts = Object.entries(attributes).flatMap(([type, value]) =>
        value === undefined ? [] : [new Attribute({ type, values: typeof value === 'string' ? [value] : [...value] })],
      )
      const bytes = Object.entries(binary).map(([type, value]) => new Attribute({ type, values: [value] }))
      await administrator.add(dn, [...texts, ...bytes])
    },
    remove: (dn) => administrator.del(dn),
    rename: (dn, newDn) => administrator.modifyDN(dn, newDn),
    modify: (dn, changes) => administrator.modify(dn, changes),
    async read(dn, attribute) {
      const { searchEntries } = await administrator.search(dn, { scope: 'base', attributes: [attribute] })
      const value = searchEntries[0]?.[attribute]
      return value === undefined || (Array.isArray(value) && value.length === 0) ? undefined : String(value)
    },
    async tryLogin(dn, password) {
      const client = createClient()
      const policy = new PasswordPolicyControl()
      try {
        await client.bind(dn, password, policy)
        return { mustChange: policy.value?.error === 2 }
      } catch (error) {
        return { error: String(error), mustChange: false }
      } finally {
        await client.unbind().catch(() => undefined)
      }
    },
    async changeAs(dn, present, next) {
      const client = await openAs(dn, present)
      try {
        await client.exop(passwordModifyOid, encodePasswordModify({ dn, oldPassword: present, newPassword: next }))
      } finally {
        await client.unbind()
      }
    },
    openAs,
    close: () => administrator.unbind(),
  }
}

export const replace = (type: string, ...values: (string | Buffer)[]): Change =>
  new Change({ operation: 'replace', modification: createAttribute(type, values) })
export const addValue = (type: string, value: string | Buffer): Change =>
  new Change({ operation: 'add', modification: createAttribute(type, [value]) })
export const removeValue = (type: string, value: string | Buffer): Change =>
  new Change({ operation: 'delete', modification: createAttribute(type, [value]) })

const createAttribute = (type: string, values: readonly (string | Buffer)[]): Attribute =>
  new Attribute({
    type,
    values: values.every((value) => typeof value === 'string')
      ? [...values]
      : values.map((value) => (typeof value === 'string' ? Buffer.from(value) : value)),
  })
