import { account } from './account.ts'
import { desk } from './desk.ts'
import { history } from './history.ts'
import { reissue } from './reissue.ts'
import { search } from './search.ts'
import { server } from './server.ts'
import { settings } from './settings.ts'
import { verification } from './verification.ts'
import { words } from './words.ts'

/** Japanese, the language that defines the keys. */
export const ja = {
  ...words,
  ...desk,
  ...account,
  ...search,
  ...reissue,
  ...verification,
  ...history,
  ...settings,
  ...server,
} as const
