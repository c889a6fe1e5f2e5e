import type { Entry } from 'ldapts'
import type { DirectoryFinding } from './directory-port.ts'
import { isTrue, readText, readTexts } from './ldap-entry.ts'
import { parseConfiguredFilter } from './ldap-filter.ts'
import { failed, ok, unlessRefused, warn, type CheckKind, type SelfTestParts } from './ldap-self-test.ts'

const assertionControl = '1.3.6.1.1.12'

/** Rights cannot be asked for in OpenLDAP; what can be seen is whether there are too many, and the policies. */
export const checkOpenLdap: CheckKind = async (parts, root, sample) => [
  await checkRights(parts, root, sample),
  await checkPolicies(parts, root),
  warn('policy', 'not visible from here: ppolicy_hash_cleartext has to be set, else passwords are stored as they are'),
]

async function checkRights({ connections }: SelfTestParts, root: Entry, sample: Entry): Promise<DirectoryFinding> {
  if (!readTexts(root, 'supportedControl').includes(assertionControl)) {
    return failed('reset_right', 'the server offers no assertion control, which guards the writes')
  }
  const { searchEntries } = await connections.read(async (client) =>
    client.search(sample.dn, { scope: 'base', attributes: ['userPassword'] }),
  )
  const [entry] = searchEntries
  if (entry && readText(entry, 'userPassword') !== undefined) {
    return warn('reset_right', 'the service account may read password hashes: `=mw` on userPassword is enough')
  }
  return ok(
    'reset_right',
    'password hashes are hidden from the service account; the right to reset shows in the write check alone',
  )
}

async function checkPolicies({ connections }: SelfTestParts, root: Entry): Promise<DirectoryFinding> {
  const filter = parseConfiguredFilter('(objectClass=pwdPolicy)')
  const attributes = ['pwdMustChange', 'pwdSafeModify']
  const policies: Entry[] = []
  for (const baseDn of readTexts(root, 'namingContexts')) {
    await unlessRefused(async () => {
      const pages = connections.readPages(baseDn, { filter, attributes: [...attributes], paged: { pageSize: 100 } })
      for await (const page of pages) policies.push(...page)
    })
  }
  if (policies.length === 0)
    return warn('policy', 'no policy is visible: pwdMustChange and pwdSafeModify have to be TRUE')
  const lacking = attributes.filter((name) => policies.some((policy) => !isTrue(policy, name)))
  if (lacking.length === 0) return ok('policy', `${policies.length} policies, all with pwdMustChange and pwdSafeModify`)
  return warn('policy', `${lacking.join(' and ')} is not TRUE in every policy: needed in those that users fall under`)
}
