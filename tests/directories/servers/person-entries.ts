import { administratorTitle, members, people, type Person } from './golden-people.ts'
import type { LdifAttributes } from './ldif.ts'

export type SeedEntry = readonly [dn: string, attributes: LdifAttributes]

/** Where a member’s users are; people beside all members are in `ou=outside`. */
export const baseOf = (member: string | undefined, suffix: string): string =>
  member === undefined ? `ou=outside,${suffix}` : `ou=${member},ou=members,${suffix}`

/** As OpenLDAP and 389 DS keep people (RFC 2798). */
export function toInetOrgPerson(person: Person, suffix: string): SeedEntry {
  const { userId, loginId, userName, role, phone, fax, email } = person
  return [
    `uid=${loginId},${baseOf(person.member, suffix)}`,
    {
      objectClass: 'inetOrgPerson',
      uid: loginId,
      employeeNumber: userId,
      cn: userName,
      sn: userName,
      displayName: userName,
      telephoneNumber: phone,
      facsimileTelephoneNumber: fax,
      mail: email,
      title: role === 'administrator' ? administratorTitle : undefined,
    },
  ]
}

/** As Active Directory keeps them: enabled, without a password yet. */
export function toWindowsUser(person: Person, suffix: string): SeedEntry {
  const { userId, loginId, userName, role, phone, fax, email } = person
  return [
    `CN=${userId},${baseOf(person.member, suffix)}`,
    {
      objectClass: 'user',
      sAMAccountName: loginId,
      userPrincipalName: `${userId}@ad.directory.test`,
      employeeID: userId,
      displayName: userName,
      telephoneNumber: phone,
      facsimileTelephoneNumber: fax,
      mail: email,
      title: role === 'administrator' ? administratorTitle : undefined,
      // A normal account that needs no password until it is given one.
      userAccountControl: '544',
    },
  ]
}

/** The subtrees, and everybody in them. */
export function listSeedEntries(suffix: string, toEntry: (person: Person, suffix: string) => SeedEntry): SeedEntry[] {
  const unit = (ou: string, above: string): SeedEntry => [
    `ou=${ou},${above}`,
    { objectClass: 'organizationalUnit', ou },
  ]
  return [
    ...['members', 'outside', 'services'].map((ou) => unit(ou, suffix)),
    ...members.map((ou) => unit(ou, `ou=members,${suffix}`)),
    ...people.map((person) => toEntry(person, suffix)),
  ]
}
