import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionUser } from '../../../../src-shared/api/sessions.ts'
import { PageHeading } from '../../../components/page-heading.tsx'
import { focusPageHeading } from '../../../lib/focus-page-heading.ts'
import { queryKeys } from '../../../lib/query-keys.ts'
import type { UserConditions } from '../../../lib/user-conditions.ts'
import {
  noSearch,
  notSubmitted,
  submitSearch,
  type SearchMemory,
  type SubmittedSearch,
} from '../model/search-memory.ts'
import { SearchForm } from './search-form.tsx'
import { SearchResults } from './search-results.tsx'

interface UserSearchScreenProps {
  readonly user: SessionUser
  readonly memory: SearchMemory
  /** Whether the list is made before there is anything in it. */
  readonly prepares: boolean
  readonly onRemember: (change: (memory: SearchMemory) => SearchMemory) => void
  readonly onOpenUser: (userId: string) => void
  readonly onBack: () => void
}

/** ユーザー検索 with 検索結果 below it. */
export function UserSearchScreen({ user, memory, prepares, onRemember, onOpenUser, onBack }: UserSearchScreenProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const grid = useRef<HTMLDivElement>(null)
  // Coming back to results, the list takes the focus: that is where the work goes on; until it is there, and where it
  // cannot be read, the heading has it. Otherwise the first field does.
  const [cameBack] = useState(memory.submitted !== null)
  const [focused, setFocused] = useState(memory.submitted)
  /** What was sent from here just now: only that may open a user by itself, never what one has come back to. */
  const [sent, setSent] = useState<SubmittedSearch | null>(null)
  const [clears, setClears] = useState(0)
  const typedAt = useRef(-Infinity)
  const preparesList = prepares && !cameBack
  // After the effects of the list, which has taken the focus by then if it is there at once.
  useEffect(() => {
    if (cameBack && document.activeElement !== grid.current) focusPageHeading()
  }, [cameBack])

  const send = (typed: UserConditions): SubmittedSearch => {
    queryClient.removeQueries({ queryKey: queryKeys.userSearches, type: 'inactive' })
    // Not of the whole memory: else the list would be rendered with every letter that is typed.
    const next = submitSearch({ typed, submitted: memory.submitted, position: null })
    onRemember(() => next)
    setSent(next.submitted)
    return next.submitted
  }
  const clear = () => {
    onRemember(() => noSearch)
    setClears((last) => last + 1)
  }
  const type = (typed: UserConditions) => {
    typedAt.current = performance.now()
    // Whoever types on has not meant the search that is under way.
    setSent(null)
    onRemember((last) => ({ ...last, typed }))
  }

  return (
    <section className="search-page">
      <PageHeading takesFocus={false}>{t('search.title')}</PageHeading>
      <SearchForm
        conditions={memory.typed}
        takesFocus={!cameBack}
        acrossMembers={user.role === 'helpdesk'}
        onChange={type}
        onSubmit={() => send(memory.typed)}
        onClear={clear}
        onBack={onBack}
        onEnterList={() => grid.current?.focus()}
      />
      {(memory.submitted || preparesList) && (
        <SearchResults
          // Nothing of what was found stays in the page.
          key={clears}
          search={memory.submitted ?? notSubmitted}
          prepares={preparesList}
          position={memory.position}
          opensExactHit={memory.submitted !== null && memory.submitted === sent}
          acrossMembers={user.role === 'helpdesk'}
          typedAt={typedAt}
          takesFocus={memory.submitted !== null && memory.submitted === focused}
          gridRef={grid}
          onSearch={(submitted) => onRemember((last) => ({ ...last, submitted }))}
          onPosition={(position) => onRemember((last) => ({ ...last, position }))}
          onOpenUser={onOpenUser}
          // The button that was pressed goes away: what was found takes the focus.
          onSearchFor={(conditions) => setFocused(send(conditions))}
        />
      )}
    </section>
  )
}
