// oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events -- a grid of which only some
// rows exist cannot be made of table elements; the grid, which keeps the focus, has the keys
import { memo } from 'react'
import type { UserSummary } from '../../../../src-shared/api/users.ts'
import { StateBadge } from '../../../components/state-badge.tsx'
import { shownUserState, userStateLooks } from '../../../components/user-state-badge.tsx'
import type { RowWords } from './use-row-words.ts'

interface ResultRowProps {
  readonly index: number
  /** Pixels from the top of the list. */
  readonly top: number
  /** Absent while its page is still being read. */
  readonly user: UserSummary | undefined
  readonly active: boolean
  readonly words: RowWords
  readonly onActivate: (index: number) => void
  readonly onOpenUser: (userId: string) => void
}

/** Memoised: while the list scrolls, rows that stay are not rendered again. */
export const ResultRow = memo(function ResultRow(props: ResultRowProps) {
  const { index, user, active, words, onActivate, onOpenUser } = props
  const shown = user && shownUserState(user)
  return (
    <div
      role="row"
      id={`result-${index}`}
      aria-rowindex={index + 2}
      aria-selected={active}
      className={active ? 'grid-row grid-row-active' : 'grid-row'}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => onActivate(index)}
      onDoubleClick={() => user && onOpenUser(user.userId)}
    >
      <span role="gridcell" className="cell cell-number">
        {index + 1}
      </span>
      {user && shown ? (
        <>
          <span role="gridcell" className="cell code">
            {user.memberId}
          </span>
          <span role="gridcell" className="cell" title={user.memberName}>
            {user.memberName}
          </span>
          <span role="gridcell" className="cell code cell-link">
            <button
              type="button"
              role="link"
              tabIndex={-1}
              className="row-link"
              onClick={() => onOpenUser(user.userId)}
            >
              {user.loginId}
            </button>
          </span>
          <span role="gridcell" className="cell" title={user.userName}>
            {user.userName}
          </span>
          <span role="gridcell" className="cell">
            <StateBadge look={userStateLooks[shown]} word={words.states[shown]} />
          </span>
          <span role="gridcell" className="cell">
            {words.roles[user.role]}
          </span>
        </>
      ) : (
        <span role="gridcell" aria-colspan={6} className="cell quiet row-loading">
          {words.loading}
        </span>
      )}
    </div>
  )
})
