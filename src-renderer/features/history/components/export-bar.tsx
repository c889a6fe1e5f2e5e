import { Button, MessageBar, MessageBarActions, MessageBarBody, ProgressBar } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { DeskFailure } from '../../../lib/desk.ts'
import { useHistoryExport } from '../api/export-history.ts'
import type { HistoryConditions } from '../model/history-conditions.ts'
import type { ExportEnd } from '../model/history-memory.ts'

interface ExportProps {
  /** Absent while nothing can be asked for. */
  readonly conditions: HistoryConditions | undefined
  readonly onEnd: (end: ExportEnd | null) => void
}

/** Begins to write what the list finds into a file; one at a time. */
export function ExportButton({ conditions, onEnd }: ExportProps) {
  const { t } = useTranslation()
  const { historyExport } = useDeskState()
  const { start } = useHistoryExport(onEnd)
  const isBusy = start.isPending || historyExport.running !== null
  return (
    <Button
      icon={<ArrowDownloadRegular />}
      disabledFocusable={isBusy || conditions === undefined}
      onClick={() => conditions && start.mutate(conditions)}
    >
      {start.isPending && historyExport.running === null ? t('historyExport.choosing') : t('historyExport.start')}
    </Button>
  )
}

interface ExportStateProps extends ExportProps {
  readonly end: ExportEnd | null
}

/** How far the export is, whichever screen it was begun from before; then how it ended, until it is closed. */
export function ExportState({ conditions, end, onEnd }: ExportStateProps) {
  const { t } = useTranslation()
  const { running } = useDeskState().historyExport
  const { start, cancel } = useHistoryExport(onEnd)
  if (running) {
    const counts = {
      written: running.written.toLocaleString('ja-JP'),
      total: running.total.toLocaleString('ja-JP'),
    }
    return (
      <div className="export-running">
        <div className="export-progress">
          <span className="result-count">{t('historyExport.running', counts)}</span>
          <ProgressBar
            aria-label={t('historyExport.progress')}
            max={Math.max(1, running.total)}
            value={Math.min(running.written, Math.max(1, running.total))}
          />
        </div>
        <Button disabledFocusable={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('historyExport.cancel')}
        </Button>
      </div>
    )
  }
  if (end === null) return null
  if (end.kind === 'failed') {
    return <ErrorNotice reason={new DeskFailure(end.error)} onRetry={conditions && (() => start.mutate(conditions))} />
  }
  return (
    <MessageBar intent={end.kind === 'saved' ? 'success' : 'info'} className="notice">
      <MessageBarBody>
        {end.kind === 'saved' ? t('historyExport.saved', { count: end.written }) : t('historyExport.stopped')}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            icon={<DismissRegular />}
            aria-label={t('action.close')}
            onClick={() => onEnd(null)}
          />
        }
      />
    </MessageBar>
  )
}
