import type { GalleryState } from './gallery-state.ts'
import { accountStates } from './states/account-states.ts'
import { deskStates } from './states/desk-states.ts'
import { doneStates } from './states/done-states.ts'
import { historyStates } from './states/history-states.ts'
import { reissueStates } from './states/reissue-states.ts'
import { searchStates } from './states/search-states.ts'
import { serverStates } from './states/server-states.ts'
import { settingsStates } from './states/settings-states.ts'
import { verificationStates } from './states/verification-states.ts'

/** Every screen in every state that somebody can meet it in. */
export const states: readonly GalleryState[] = [
  ...accountStates,
  ...serverStates,
  ...deskStates,
  ...searchStates,
  ...reissueStates,
  ...verificationStates,
  ...doneStates,
  ...historyStates,
  ...settingsStates,
]

export function findState(name: string): GalleryState {
  const found = states.find((state) => state.name === name)
  if (!found) throw new Error(`there is no state ${name} in the gallery`)
  return found
}
