import { z } from 'zod'

/** One directory of the configuration file (`directories:`), by the name that members refer to. */
export const directoryConfigSchema = z.strictObject({
  kind: z.enum(['open-ldap', 'active-directory', 'ds389']),
  /** ldaps://host[:port], or ldap:// with `startTls`; plain ldap:// to this machine alone. */
  url: z.url({ protocol: /^ldaps?$/ }),
  startTls: z.boolean().default(false),
  /** PEM file of the organisation’s certificate authority; the system’s store without it. */
  caFile: z.string().optional(),
  bindDn: z.string().min(1),
  /** File that holds the service account’s password and nothing else; readable by the service alone. */
  bindPasswordFile: z.string().min(1),
  /** Members by where their users live: each member’s subtree. */
  members: z
    .array(
      z.strictObject({
        memberId: z.string().min(1).max(64),
        baseDn: z.string().min(1),
        /** LDAP filter for who counts as an administrator of the member; everybody else is staff. */
        administratorFilter: z.string().optional(),
      }),
    )
    .min(1),
  /** Which entries are users. */
  userFilter: z.string().default('(objectClass=person)'),
  /** Attribute of each field; the defaults depend on the kind. */
  attributes: z
    .strictObject({
      userId: z.string(),
      loginId: z.string(),
      userName: z.string(),
      phone: z.string(),
      fax: z.string(),
      email: z.string(),
    })
    .partial()
    .default({}),
  syncSeconds: z.int().min(10).max(86_400).default(300),
  timeoutMs: z.int().min(500).max(30_000).default(5_000),
})
export type DirectoryConfig = z.output<typeof directoryConfigSchema>
