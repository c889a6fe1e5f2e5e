import { Button } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { KeyRegular } from '@fluentui/react-icons/svg/key'
import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueRecord } from '../../../../src-shared/api/reissues.ts'
import { ModalDialog } from '../../../components/modal-dialog.tsx'
import { useReachable } from '../../../lib/use-reachable.ts'
import { RecordFacts } from './record-facts.tsx'
import { RecordTimeline } from './record-timeline.tsx'

interface RecordSheetProps {
  readonly record: ReissueRecord
  readonly onOpenUser: (userId: string) => void
  readonly renderSlip: ((record: ReissueRecord) => ReactNode) | undefined
  readonly onClose: () => void
}

/** Everything about one reissue, over the list; Escape leads back to its row. */
export function RecordSheet({ record, onOpenUser, renderSlip, onClose }: RecordSheetProps) {
  const { t } = useTranslation()
  const closing = useRef<HTMLElement>(null)
  const isReachable = useReachable()
  return (
    <ModalDialog kind="sheet" title={t('historyRecord.title')} firstFocus={closing} onCancel={onClose}>
      <Button
        ref={(element: HTMLButtonElement | null) => void (closing.current = element)}
        className="sheet-close"
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={t('historyRecord.close')}
        onClick={onClose}
      />
      <div className="stack">
        <RecordFacts record={record} />
        <RecordTimeline record={record} />
        <div className="stack-tight">
          <div className="actions">
            {isReachable && (
              <Button icon={<KeyRegular />} onClick={() => onOpenUser(record.userId)}>
                {t('historyRecord.openUser')}
              </Button>
            )}
            {renderSlip?.(record)}
          </div>
          {!isReachable && <p className="quiet">{t('historyRecord.openUserOffline')}</p>}
        </div>
      </div>
    </ModalDialog>
  )
}
