import type { Language } from '../../../../src-shared/domain/time.ts'
import type { SlipOrder } from '../../../../src-shared/ipc/slip-schema.ts'

/** What was chosen for the last slip: the next one begins with it. The password has to be asked for each time. */
export interface SlipChoice {
  readonly paper: SlipOrder['paper']
  /** Null: the page’s own. */
  readonly language: Language | null
}

export const firstSlipChoice: SlipChoice = { paper: 'A4', language: null }
