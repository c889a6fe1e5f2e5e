import type { ja } from '../ja/ja.ts'
import type { SameKeys } from '../typed-keys.ts'
import { account } from './account.ts'
import { desk } from './desk.ts'
import { history } from './history.ts'
import { reissue } from './reissue.ts'
import { search } from './search.ts'
import { server } from './server.ts'
import { settings } from './settings.ts'
import { verification } from './verification.ts'
import { words } from './words.ts'

/** English; the compiler asks for every key that the Japanese has, and for no other. */
export const en = {
  ...words,
  ...desk,
  ...account,
  ...search,
  ...reissue,
  ...verification,
  ...history,
  ...settings,
  ...server,
} as const satisfies SameKeys<typeof ja>
