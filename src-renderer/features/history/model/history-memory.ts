import type { ReissueState } from '../../../../src-shared/api/reissue-states.ts'
import type { DeskError } from '../../../../src-shared/ipc/envelope.ts'
import type { Period } from './period.ts'

/** What narrows the history, as it is typed and chosen. */
export interface HistoryFilters {
  readonly period: Period
  /** Words in the user’s login ID or name. */
  readonly query: string
  /** Words in the member’s ID or name; the helpdesk’s only. */
  readonly member: string
  readonly issuedBy: string
  readonly state: ReissueState | 'any'
}

/** How the last export ended; told until another one begins or it is closed. */
export type ExportEnd =
  | { readonly kind: 'saved'; readonly written: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: DeskError }

/** What the screen finds again when somebody comes back to it; it ends with the page. */
export interface HistoryMemory {
  readonly filters: HistoryFilters
  readonly isChartOpen: boolean
  readonly exportEnd: ExportEnd | null
}

export const noFilters: HistoryFilters = {
  period: { name: 'all', from: '', to: '' },
  query: '',
  member: '',
  issuedBy: '',
  state: 'any',
}

export const noHistory: HistoryMemory = { filters: noFilters, isChartOpen: false, exportEnd: null }
