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
    sessionsStay: 'Whoever is already logged in stays logged in.',
    sessionsEnd: 'If the user is logged in, they are logged out.',
    previousWorks_one: 'The previous password may go on working for up to {{count}} minute.',
    previousWorks_other: 'The previous password may go on working for up to {{count}} minutes.',
    changeNotForced: 'The first login does not ask for a new password.',
    expiresByServer: 'The server of the desk ends the validity, so it may end a little late.',
    effect: {
      active_one: 'The current password may go on working for up to {{count}} minute after the reissue.',
      active_other: 'The current password may go on working for up to {{count}} minutes after the reissue.',
      temporary_one: 'The temporary password issued before may go on working for up to {{count}} minute.',
      temporary_other: 'The temporary password issued before may go on working for up to {{count}} minutes.',
    },
    inForce: 'This temporary password is already in force.',
    handOverUnforced:
      'Tell it to the user and destroy your note afterwards. Ask them to change it right after the first login.',
    changedTitle: 'The password was changed, but cannot be handed over',
  },
} as const
