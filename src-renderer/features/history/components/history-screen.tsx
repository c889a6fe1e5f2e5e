import { useMemo, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueRecord } from '../../../../src-shared/api/reissues.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useToday } from '../api/use-today.ts'
import { toConditions } from '../model/history-conditions.ts'
import { noFilters, type HistoryFilters as Filters, type HistoryMemory } from '../model/history-memory.ts'
import { isReversed } from '../model/period.ts'
import { useSettledFilters } from '../model/use-settled-filters.ts'
import { ActiveFilters } from './active-filters.tsx'
import { ChartSection } from './chart-section.tsx'
import { ExportButton, ExportState } from './export-bar.tsx'
import { HistoryFilters } from './history-filters.tsx'
import { HistoryList } from './history-list.tsx'
import { RecordSheet } from './record-sheet.tsx'

interface HistoryScreenProps {
  /** The helpdesk sees every member’s. */
  readonly acrossMembers: boolean
  readonly memory: HistoryMemory
  readonly onRemember: (change: (memory: HistoryMemory) => HistoryMemory) => void
  readonly onOpenUser: (userId: string) => void
  /** The slip of a reissue, where it can be printed. */
  readonly renderSlip?: (record: ReissueRecord) => ReactNode
}

/** 再発行履歴: who reissued whose password, newest first. */
export function HistoryScreen({ acrossMembers, memory, onRemember, onOpenUser, renderSlip }: HistoryScreenProps) {
  const { t } = useTranslation()
  const { filters } = memory
  const [composing, setComposing] = useState(false)
  const settled = useSettledFilters(filters, composing)
  const today = useToday()
  const conditions = useConditions(settled, today?.timeZone, today?.day)
  const [openRecord, setOpenRecord] = useState<ReissueRecord | null>(null)
  const firstField = useRef<HTMLElement>(null)

  const changeFilters = (change: Partial<Filters>) =>
    onRemember((last) => ({ ...last, filters: { ...last.filters, ...change } }))
  const clear = () => {
    // The button goes with the conditions.
    firstField.current?.focus()
    changeFilters(noFilters)
  }
  const rememberEnd = (exportEnd: HistoryMemory['exportEnd']) => onRemember((last) => ({ ...last, exportEnd }))
  const exporting = { conditions, onEnd: rememberEnd }

  return (
    <section className="history-page">
      <div className="heading-row">
        <PageHeading>{t('history.title')}</PageHeading>
        <ExportButton {...exporting} />
      </div>
      <HistoryFilters
        filters={filters}
        acrossMembers={acrossMembers}
        firstFieldRef={(element) => void (firstField.current = element)}
        onChange={changeFilters}
        onComposing={setComposing}
      />
      <ActiveFilters filters={filters} onClear={clear} />
      <ExportState {...exporting} end={memory.exportEnd} />
      <ChartSection
        conditions={conditions}
        period={settled.period}
        today={today}
        isOpen={memory.isChartOpen}
        onOpen={(isChartOpen) => onRemember((last) => ({ ...last, isChartOpen }))}
      />
      {isReversed(settled.period) ? (
        <EmptyState title={t('historyFilter.reversedTitle')} text={t('historyFilter.reversed')} />
      ) : (
        <HistoryList
          conditions={conditions}
          isNarrowed={Object.keys(conditions ?? {}).length > 0}
          acrossMembers={acrossMembers}
          onOpen={setOpenRecord}
        />
      )}
      {openRecord && (
        <RecordSheet
          record={openRecord}
          onOpenUser={onOpenUser}
          renderSlip={renderSlip}
          onClose={() => setOpenRecord(null)}
        />
      )}
    </section>
  )
}

/** The same object as long as it asks for the same: the list begins anew with another one. */
function useConditions(filters: Filters, timeZone: string | undefined, day: string | undefined) {
  return useMemo(
    () => toConditions(filters, timeZone === undefined || day === undefined ? undefined : { timeZone, day }),
    [filters, timeZone, day],
  )
}
