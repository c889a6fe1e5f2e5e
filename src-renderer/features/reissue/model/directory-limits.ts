import type { UserDetail, UserDirectory } from '../../../../src-shared/api/users.ts'

/** What an operator has to know of a directory before and after a reissue, each with a text of its own. */
export type DirectoryLimit = 'sessionsStay' | 'previousWorks' | 'changeNotForced' | 'expiresByServer'

/** What this directory does not do for a reissue; nothing where it does all that the server's own store does. */
export function listLimits(directory: UserDirectory): DirectoryLimit[] {
  // Nothing is known of one that the configuration does not name.
  if (directory.kind === 'unconfigured') return []
  const limits = {
    sessionsStay: !directory.endsSessions,
    previousWorks: directory.previousPasswordMinutes > 0,
    changeNotForced: !directory.forcesChange,
    expiresByServer: !directory.expiresByItself,
  }
  return (['sessionsStay', 'previousWorks', 'changeNotForced', 'expiresByServer'] as const).filter(
    (limit) => limits[limit],
  )
}

/** For how long the password of before may go on working; 0 in the server's own store. */
export const previousMinutes = ({ directory }: Pick<UserDetail, 'directory'>): number =>
  directory?.previousPasswordMinutes ?? 0

/** Whether a reissue logs the user out wherever they are. */
export const endsSessions = ({ directory }: Pick<UserDetail, 'directory'>): boolean => directory?.endsSessions ?? true

/** Whether the temporary password is good for choosing a new one only. */
export const forcesChange = ({ directory }: Pick<UserDetail, 'directory'>): boolean => directory?.forcesChange ?? true
