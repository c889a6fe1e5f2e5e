const nameCount = (users: number): string =>
  users >= 1_000_000 ? `${users / 1_000_000} M` : users >= 1000 ? `${users / 1000} k` : String(users)

/** `10 k users` */
export const nameUsers = (users: number): string => `${nameCount(users)} users`
