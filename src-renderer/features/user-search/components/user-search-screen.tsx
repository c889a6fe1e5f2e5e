import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionUser } from '../../../../src-shared/api/sessions.ts'
import { PageHeading } from '../../../components/page-heading.tsx'
import { queryKeys } from '../../../lib/query-keys.ts'
import { noSearch, submitSearch, type SearchMemory } from '../model/search-memory.ts'
import { SearchForm } from './search-form.tsx'
import { SearchResults } from './search-results.tsx'

interface UserSearchScreenProps {
  readonly user: SessionUser
  readonly memory: SearchMemory
  readonly onRemember: (change: (memory: SearchMemory) => SearchMemory) => void
  readonly onOpenUser: (userId: string) => void
  readonly onBack: () => void
}

/** ユーザー検索 with 検索結果 below it. */
export function UserSearchScreen({ user, memory, onRemember, onOpenUser, onBack }: UserSearchScreenProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const grid = useRef<HTMLDivElement>(null)
  // Coming back to results, the list takes the focus: that is where the work goes on; until it is there, and where it
  // cannot be read, the heading has it. Otherwise the first field does.
  const [cameBackTo] = useState(memory.submitted)

  const submit = () => {
    queryClient.removeQueries({ queryKey: queryKeys.userSearches, type: 'inactive' })
    onRemember(submitSearch)
  }

  return (
    <section className="search-page">
      <PageHeading takesFocus={cameBackTo !== null}>{t('search.title')}</PageHeading>
      <SearchForm
        conditions={memory.typed}
        takesFocus={cameBackTo === null}
        acrossMembers={user.role === 'helpdesk'}
        onChange={(typed) => onRemember((last) => ({ ...last, typed }))}
        onSubmit={submit}
        onClear={() => onRemember(() => noSearch)}
        onBack={onBack}
        onEnterList={() => grid.current?.focus()}
      />
      {memory.submitted && (
        <SearchResults
          search={memory.submitted}
          position={memory.position}
          takesFocus={memory.submitted === cameBackTo}
          gridRef={grid}
          onSearch={(submitted) => onRemember((last) => ({ ...last, submitted }))}
          onPosition={(position) => onRemember((last) => ({ ...last, position }))}
          onOpenUser={onOpenUser}
        />
      )}
    </section>
  )
}
