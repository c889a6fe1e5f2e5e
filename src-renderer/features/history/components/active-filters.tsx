import { Button } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useTranslation } from 'react-i18next'
import { formatDay } from '../../../lib/format-day.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { activeFilters } from '../model/history-conditions.ts'
import type { HistoryFilters } from '../model/history-memory.ts'

interface ActiveFiltersProps {
  readonly filters: HistoryFilters
  readonly onClear: () => void
}

/** What narrows the history right now, in words, and the way back to all of it. */
export function ActiveFilters({ filters, onClear }: ActiveFiltersProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const names = activeFilters(filters)
  if (names.length === 0) return null

  const periodWords = () => {
    const { name, from, to } = filters.period
    if (name !== 'custom') return t(`historyFilter.periods.${name}`)
    const [first, last] = [formatDay(from, 'day', language), formatDay(to, 'day', language)]
    if (to === '') return t('historyFilter.since', { from: first })
    return from === '' ? t('historyFilter.until', { to: last }) : t('historyFilter.between', { from: first, to: last })
  }
  const valueOf = (name: keyof HistoryFilters): string => {
    if (name === 'period') return periodWords()
    if (name !== 'state') return filters[name].trim()
    return filters.state === 'any' ? '' : t(`reissueState.${filters.state}`)
  }
  return (
    <div className="active-filters">
      <ul className="active-filter-list" aria-label={t('historyFilter.active')}>
        {names.map((name) => (
          <li key={name} className="active-filter">
            {t('historyFilter.one', { name: t(`historyFilter.${name}`), value: valueOf(name) })}
          </li>
        ))}
      </ul>
      <Button size="small" appearance="subtle" icon={<DismissRegular />} onClick={onClear}>
        {t('historyFilter.clear')}
      </Button>
    </div>
  )
}
