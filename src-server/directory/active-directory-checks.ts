import type { Entry } from 'ldapts'
import { accountFlags } from './active-directory-dialect.ts'
import type { DirectoryFinding } from './directory-port.ts'
import { parseGeneralizedTime } from './generalized-time.ts'
import { readText, readTexts } from './ldap-entry.ts'
import { createAllFilter, parseConfiguredFilter } from './ldap-filter.ts'
import { failed, ok, warn, type CheckKind, type SelfTestParts } from './ldap-self-test.ts'

const maxSkewMs = 60_000
/** LDAP_MATCHING_RULE_BIT_AND (MS-ADTS 3.1.1.3.4.4). */
const neverExpiresFilter = `(userAccountControl:1.2.840.113556.1.4.803:=${accountFlags.neverExpires})`

/** What the directory says of the rights of who asks, of the clock, and of users whom no change can be asked of. */
export const checkActiveDirectory: CheckKind = async (parts, root, sample) => [
  await checkRights(parts, sample),
  await checkNeverExpiring(parts),
  checkClock(root),
]

/** `allowedAttributesEffective` is computed for the asker; the right to reset passwords is not in it. */
async function checkRights({ connections }: SelfTestParts, sample: Entry): Promise<DirectoryFinding> {
  const attributes = ['allowedAttributesEffective']
  const { searchEntries } = await connections.read(async (client) =>
    client.search(sample.dn, { scope: 'base', attributes }),
  )
  const [entry] = searchEntries
  const writable = new Set(entry && readTexts(entry, 'allowedAttributesEffective').map((name) => name.toLowerCase()))
  const lacking = ['pwdLastSet', 'lockoutTime'].filter((name) => !writable.has(name.toLowerCase()))
  if (lacking.length > 0) {
    return failed(
      'reset_right',
      `the service account may not write ${lacking.join(' and ')} of users: delegate it on the unit`,
    )
  }
  if (writable.has('useraccountcontrol')) {
    return warn('reset_right', 'the service account may write userAccountControl: more than it needs')
  }
  return ok('reset_right', 'pwdLastSet and lockoutTime may be written; Reset Password shows in the write check alone')
}

async function checkNeverExpiring({ connections, scope }: SelfTestParts): Promise<DirectoryFinding> {
  const filter = createAllFilter([scope.userFilter, parseConfiguredFilter(neverExpiresFilter)])
  let count = 0
  for await (const page of connections.readPages(scope.baseDn, {
    filter,
    attributes: ['1.1'],
    paged: { pageSize: 500 },
  })) {
    count += page.length
  }
  if (count === 0) return ok('policy', 'every user can be made to choose a password')
  return warn('policy', `${count} users have DONT_EXPIRE_PASSWORD: a reissue is refused for them`)
}

function checkClock(root: Entry): DirectoryFinding {
  const at = parseGeneralizedTime(readText(root, 'currentTime'))
  if (!at) return warn('clock', 'the server does not tell its time')
  const skewMs = at.getTime() - Date.now()
  const seconds = Math.round(Math.abs(skewMs) / 1_000)
  return Math.abs(skewMs) > maxSkewMs
    ? warn('clock', `the server’s clock is ${seconds} s off: passwords would end that much early or late`)
    : ok('clock', `${seconds} s apart`)
}
