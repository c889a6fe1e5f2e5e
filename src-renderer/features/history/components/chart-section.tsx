import { Button } from '@fluentui/react-components'
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down'
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right'
import { lazy, Suspense, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { SkeletonRows } from '../../../components/skeleton-rows.tsx'
import { useReissueSummary } from '../api/summarise-reissues.ts'
import { toBars } from '../model/chart-bars.ts'
import type { HistoryConditions, Today } from '../model/history-conditions.ts'
import { toDays, type Period } from '../model/period.ts'
import { ChartLegend } from './chart-legend.tsx'
import { ChartTable } from './chart-table.tsx'

/** In a file of its own, read when the first chart is opened: the library is larger than the rest of the screen. */
const ReissueChart = lazy(async () => ({ default: (await import('./reissue-chart.tsx')).ReissueChart }))

interface ChartContentProps {
  readonly conditions: HistoryConditions | undefined
  readonly period: Period
  readonly today: Today | undefined
}

interface ChartSectionProps extends ChartContentProps {
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
}

/** Reissues over time, of what the list shows; nothing is counted while it is closed. */
export function ChartSection({ isOpen, onOpen, ...content }: ChartSectionProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <section className="chart-section">
      <h2 className="chart-heading">
        <Button
          appearance="subtle"
          icon={isOpen ? <ChevronDownRegular /> : <ChevronRightRegular />}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => onOpen(!isOpen)}
        >
          {t('historyChart.title')}
        </Button>
      </h2>
      {isOpen && (
        <div id={id} className="stack-tight chart-content">
          <ChartContent {...content} />
        </div>
      )}
    </section>
  )
}

function ChartContent({ conditions, period, today }: ChartContentProps) {
  const { t } = useTranslation()
  const summary = useReissueSummary(conditions)
  // The list says why.
  if (conditions === undefined) return null
  if (summary.data === undefined) {
    if (summary.isError) return <ErrorNotice reason={summary.error} onRetry={() => void summary.refetch()} />
    return <SkeletonRows count={3} label={t('historyChart.loading')} />
  }
  const { span, bars } = toBars(summary.data.days, today === undefined ? {} : toDays(period, today.day))
  if (bars.length === 0) return <EmptyState title={t('historyChart.empty')} />
  return (
    <>
      <ChartLegend bars={bars} span={span} isAll={period.name === 'all'} />
      <Suspense fallback={<div className="chart-frame" aria-busy />}>
        <ReissueChart span={span} bars={bars} />
      </Suspense>
      <ChartTable span={span} bars={bars} />
    </>
  )
}
