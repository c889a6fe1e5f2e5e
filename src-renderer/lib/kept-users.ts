/** What a screen that changes a user may tell the lists of users that another screen has kept (`queryKeys.userSearches`). */
export interface KeptUsers {
  /** The user has a temporary password now. */
  readonly markTemporary: (userId: string) => void
}
