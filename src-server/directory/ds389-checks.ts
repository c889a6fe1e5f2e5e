import { Control, type BerWriter, type Entry } from 'ldapts'
import type { DirectoryFinding } from './directory-port.ts'
import { readText, readTexts } from './ldap-entry.ts'
import { failed, ok, unlessRefused, warn, type CheckKind, type SelfTestParts } from './ldap-self-test.ts'

const neededAttributes = ['userPassword', 'pwdTPRExpireAt', 'passwordRetryCount', 'accountUnlockTime']
const policyAttributes = [
  'passwordMustChange',
  'passwordTPRDelayExpireAt',
  'passwordTPRMaxUse',
  'passwordTrackUpdateTime',
]
/** Longest distance to the end of the next day, on a day that is an hour longer. */
const longestValiditySeconds = 49 * 3600

/** The server is asked which rights the service account has, and for its policy if it lets it be read. */
export const checkDs389: CheckKind = async (parts, _root, sample) => [
  await checkRights(parts, sample),
  await checkPolicy(parts),
]

async function checkRights({ connections }: SelfTestParts, sample: Entry): Promise<DirectoryFinding> {
  const options = { scope: 'base', attributes: [...neededAttributes] } as const
  const ask = new EffectiveRightsControl(connections.bindDn)
  const answer = await unlessRefused(() =>
    connections.read(async (client) =>
      client.search(sample.dn, { ...options, attributes: [...options.attributes] }, ask),
    ),
  )
  const entry = answer?.searchEntries[0]
  const rights = entry && readText(entry, 'attributeLevelRights')
  if (rights === undefined) return warn('reset_right', 'the server does not tell rights: use the write check')
  const lacking = neededAttributes.filter((name) => !mayWrite(rights, name))
  if (entry && readText(entry, 'userPassword') !== undefined) {
    return warn('reset_right', 'the service account may read password hashes: leave userPassword out of what it reads')
  }
  return lacking.length === 0
    ? ok('reset_right', `${neededAttributes.join(', ')} may be written`)
    : failed(
        'reset_right',
        `the service account may not write ${lacking.join(', ')} of users: see the ACIs in the manual`,
      )
}

/** `userPassword:rscwo, cn:rsc`: w stands for writing. */
export function mayWrite(rights: string, attribute: string): boolean {
  const pairs = rights.split(',').map((pair) => pair.trim().split(':'))
  return pairs.some(([name, letters = '']) => name?.toLowerCase() === attribute.toLowerCase() && letters.includes('w'))
}

async function checkPolicy({ connections }: SelfTestParts): Promise<DirectoryFinding> {
  const answer = await unlessRefused(() =>
    connections.read(async (client) =>
      client.search('cn=config', { scope: 'base', attributes: [...policyAttributes] }),
    ),
  )
  const config = answer?.searchEntries[0]
  const mustChange = config && readTexts(config, 'passwordMustChange')[0]
  if (!config || mustChange === undefined) {
    return warn(
      'policy',
      'not visible: passwordMustChange and passwordTrackUpdateTime have to be on, passwordTPRDelayExpireAt 180000',
    )
  }
  if (mustChange.toLowerCase() !== 'on')
    return failed('policy', 'passwordMustChange is off: nobody would be made to change')
  if (Number(readText(config, 'passwordTPRDelayExpireAt') ?? -1) < longestValiditySeconds) {
    return warn('policy', 'passwordTPRDelayExpireAt should be 180000: the net below the end of each password')
  }
  if (readText(config, 'passwordTrackUpdateTime')?.toLowerCase() !== 'on') {
    return warn('policy', 'passwordTrackUpdateTime should be on: only then it is told when a password was changed')
  }
  return ok('policy', 'passwordMustChange is on')
}

/** “Get effective rights” (draft-ietf-ldapext-acl-model) of the service account itself. A class because ldapts asks for one. */
class EffectiveRightsControl extends Control {
  readonly #subject: string

  constructor(dn: string) {
    super('1.3.6.1.4.1.42.2.27.9.5.2', { critical: true })
    this.#subject = `dn:${dn}`
  }

  override writeControl(writer: BerWriter): void {
    writer.writeBuffer(Buffer.from(this.#subject), 0x04)
  }
}
