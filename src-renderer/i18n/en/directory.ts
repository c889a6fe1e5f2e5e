/** Users whose password lives in a directory of their organisation. */
export const directory = {
  directory: {
    title: 'Directory',
    kind: {
      'open-ldap': 'OpenLDAP',
      'active-directory': 'Active Directory',
      ds389: '389 DS',
      unconfigured: 'not set up on the server',
    },
    sessionsStay: 'If the user is logged in, they stay logged in.',
    sessionsEnd: 'If the user is logged in, they are logged out.',
    previousWorks_one: 'The previous password may keep working for up to {{count}} minute.',
    previousWorks_other: 'The previous password may keep working for up to {{count}} minutes.',
    changeNotForced: 'The first login does not ask for a new password.',
    expiresByServer: 'The Saihakko Desk server ends the validity, possibly a little late.',
    effect: {
      active_one: 'The current password may keep working for up to {{count}} minute after the reissue.',
      active_other: 'The current password may keep working for up to {{count}} minutes after the reissue.',
      temporary_one: 'The temporary password issued earlier may keep working for up to {{count}} minute.',
      temporary_other: 'The temporary password issued earlier may keep working for up to {{count}} minutes.',
    },
    inForce: 'This temporary password works from now on.',
    handOverUnforced:
      'Give it to the user, then destroy any note of it. Ask them to change it right after the first login.',
    changedTitle: 'The password was changed, but cannot be handed over',
  },
} as const
