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

/** Japanese, the language that defines the keys. */
export const ja = {
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
} as const
