import type { ja } from '../ja/ja.ts'
import type { SameKeys } from '../typed-keys.ts'
import { account } from './account.ts'
import { commands } from './commands.ts'
import { desk } from './desk.ts'
import { help } from './help.ts'
import { historyDetails } from './history-details.ts'
import { directory } from './directory.ts'
import { history } from './history.ts'
import { phone } from './phone.ts'
import { reissue } from './reissue.ts'
import { search } from './search.ts'
import { server } from './server.ts'
import { settings } from './settings.ts'
import { slip } from './slip.ts'
import { verification } from './verification.ts'
import { words } from './words.ts'

/** English; the compiler asks for every key that the Japanese has, and for no other. */
export const en = {
  ...words,
  ...desk,
  ...directory,
  ...commands,
  ...help,
  ...account,
  ...search,
  ...reissue,
  ...phone,
  ...slip,
  ...verification,
  ...history,
  ...historyDetails,
  ...settings,
  ...server,
} as const satisfies SameKeys<typeof ja>
