import { Button, Field, Input, Spinner } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { SkeletonRows } from '../../../components/skeleton-rows.tsx'
import { useReissues } from '../api/list-reissues.ts'
import { useSettledText } from '../model/use-settled-text.ts'
import { HistoryTable } from './history-table.tsx'
import { OfflineNotice } from './offline-notice.tsx'

/** 再発行履歴: who reissued whose password, newest first. */
export function HistoryScreen({ acrossMembers }: { readonly acrossMembers: boolean }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [composing, setComposing] = useState(false)
  const query = useSettledText(typed.trim(), composing)
  const { reissues, isReachable } = useReissues(query)
  const total = reissues.data?.pages[0]?.total
  const asOf = reissues.data?.pages[0]?.asOf ?? null
  const records = reissues.data?.pages.flatMap((page) => page.items) ?? []
  const isNothingKept = reissues.isError && records.length === 0 && !isReachable

  return (
    <section className="stack">
      <PageHeading>{t('history.title')}</PageHeading>
      <Field label={t('history.filter')} hint={t('history.filterHint')} className="history-filter">
        <Input
          value={typed}
          onChange={(_, data) => setTyped(data.value)}
          onCompositionStart={() => setComposing(true)}
          onCompositionEnd={() => setComposing(false)}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
        />
      </Field>
      {asOf !== null && <OfflineNotice asOf={asOf} />}
      {reissues.isPending && <SkeletonRows count={6} label={t('history.loading')} />}
      {total !== undefined && (
        <output className="result-count">
          {t('history.count', { count: total, total: total.toLocaleString('ja-JP') })}
        </output>
      )}
      {total === 0 && query === '' && asOf === null && (
        <EmptyState title={t('history.emptyTitle')} text={t('history.emptyText')} />
      )}
      {total === 0 && query === '' && asOf !== null && (
        <EmptyState title={t('history.keptEmptyTitle')} text={t('history.keptEmptyText')} />
      )}
      {total === 0 && query !== '' && <EmptyState title={t('history.noMatch')} text={t('history.noMatchText')} />}
      {records.length > 0 && <HistoryTable records={records} acrossMembers={acrossMembers} />}
      {isNothingKept && <EmptyState title={t('history.nothingKept')} text={t('history.nothingKeptText')} />}
      {reissues.isError && !isNothingKept && (
        <ErrorNotice reason={reissues.error} onRetry={() => void reissues.refetch()} />
      )}
      {reissues.hasNextPage && (
        <div>
          <Button
            disabledFocusable={reissues.isFetchingNextPage}
            icon={reissues.isFetchingNextPage ? <Spinner size="tiny" /> : null}
            onClick={() => void reissues.fetchNextPage()}
          >
            {reissues.isFetchingNextPage ? t('history.loading') : t('history.more')}
          </Button>
        </div>
      )}
    </section>
  )
}
