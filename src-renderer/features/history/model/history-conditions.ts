import type { ReissueState } from '../../../../src-shared/api/reissue-states.ts'
import type { HistoryFilters } from './history-memory.ts'
import { isReversed, toInstants } from './period.ts'

/** What the server is asked for; what is not narrowed is left out. */
export interface HistoryConditions {
  readonly since?: string
  readonly until?: string
  readonly query?: string
  readonly member?: string
  readonly issuedBy?: string
  readonly state?: ReissueState
}

/** The day of now in the member’s time zone. */
export interface Today {
  readonly timeZone: string
  readonly day: string
}

/** The conditions of the filters; undefined while nothing can be asked for: the days are not known, or in reverse. */
export function toConditions(filters: HistoryFilters, today: Today | undefined): HistoryConditions | undefined {
  const { period, state } = filters
  if (isReversed(period)) return undefined
  if (period.name !== 'all' && today === undefined) return undefined
  return {
    ...(today === undefined ? {} : toInstants(period, today.timeZone, today.day)),
    ...filled('query', filters.query),
    ...filled('member', filters.member),
    ...filled('issuedBy', filters.issuedBy),
    ...(state === 'any' ? {} : { state }),
  }
}

function filled(name: 'query' | 'member' | 'issuedBy', typed: string) {
  const words = typed.trim()
  return words === '' ? {} : { [name]: words }
}

/** The filters that narrow anything, in the order of their fields. */
export function activeFilters(filters: HistoryFilters): (keyof HistoryFilters)[] {
  const { period } = filters
  const isPeriod = period.name !== 'all' && (period.name !== 'custom' || period.from !== '' || period.to !== '')
  return [
    ...(filters.query.trim() === '' ? [] : (['query'] as const)),
    ...(isPeriod ? (['period'] as const) : []),
    ...(filters.state === 'any' ? [] : (['state'] as const)),
    ...(filters.issuedBy.trim() === '' ? [] : (['issuedBy'] as const)),
    ...(filters.member.trim() === '' ? [] : (['member'] as const)),
  ]
}
