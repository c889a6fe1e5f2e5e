import { administratorTitle, members } from '../servers/golden-people.ts'
import { baseOf } from '../servers/person-entries.ts'
import type { RunningDirectory } from '../servers/running-directory.ts'
import type { ConnectionChange } from './directory-world.ts'

/** A directory as the configuration file of a server names it; `memberIds`: whose users live there. */
export function createSettings(
  { kind, host, port, caFile, service, suffix }: RunningDirectory,
  { baseDn, ...change }: ConnectionChange = {},
  memberIds: readonly string[] = members,
) {
  return {
    kind,
    url: `ldaps://${host}:${port}`,
    caFile,
    bindDn: service.bindDn,
    bindPasswordFile: service.passwordFile,
    members: memberIds.map((memberId) => ({
      memberId,
      baseDn: baseDn ?? baseOf(memberId, suffix),
      administratorFilter: `(title=${administratorTitle})`,
    })),
    ...change,
  }
}
