// oxlint-disable jsx-a11y/prefer-tag-over-role -- a grid of which only some rows exist cannot be made of table elements
import { ArrowDown16Regular } from '@fluentui/react-icons/svg/arrow-down'
import { ArrowSort16Regular } from '@fluentui/react-icons/svg/arrow-sort'
import { ArrowUp16Regular } from '@fluentui/react-icons/svg/arrow-up'
import { useTranslation } from 'react-i18next'
import type { UserSort } from '../../../../src-shared/api/users.ts'

const sortFields = ['memberId', 'memberName', 'loginId', 'userName'] as const
type SortField = (typeof sortFields)[number]

interface ResultsHeaderProps {
  readonly sort: UserSort
  readonly onSort: (field: SortField) => void
}

/** The columns; those that the server can sort by are buttons. */
export function ResultsHeader({ sort, onSort }: ResultsHeaderProps) {
  const { t } = useTranslation()
  return (
    <div role="row" aria-rowindex={1} className="grid-header">
      <span role="columnheader" className="cell cell-number">
        {t('search.number')}
      </span>
      {sortFields.map((field) => (
        <SortHeader key={field} label={t(`label.${field}`)} order={orderOf(sort, field)} onSort={() => onSort(field)} />
      ))}
      <span role="columnheader" className="cell">
        {t('label.state')}
      </span>
      <span role="columnheader" className="cell">
        {t('label.role')}
      </span>
    </div>
  )
}

type Order = 'ascending' | 'descending' | 'none'

const orderOf = (sort: UserSort, field: SortField): Order =>
  sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none'

const orderIcons = {
  ascending: <ArrowUp16Regular aria-hidden />,
  descending: <ArrowDown16Regular aria-hidden />,
  none: <ArrowSort16Regular aria-hidden className="sort-hint" />,
}

interface SortHeaderProps {
  readonly label: string
  readonly order: Order
  readonly onSort: () => void
}

function SortHeader({ label, order, onSort }: SortHeaderProps) {
  return (
    <span role="columnheader" aria-sort={order} className="cell">
      <button type="button" className="sort-button" onClick={onSort}>
        {label}
        {orderIcons[order]}
      </button>
    </span>
  )
}
