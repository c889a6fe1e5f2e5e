import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueReceipt } from '../../../../src-shared/api/reissues.ts'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { LeaveQuestion } from '../../../components/leave-guard.tsx'
import { useRecordHandover } from '../api/record-handover.ts'
import type { RenderSlip } from '../model/slip-slot.ts'
import { SecretCard } from './secret-card.tsx'
import { useCopyKeys } from './use-copy-keys.ts'
import type { CopySecret } from './use-copy-secret.ts'
import { useReading } from './use-reading.ts'
import { useSecretVisibility } from './use-secret-visibility.ts'
import { Validity } from './validity.tsx'

interface HandoverProps {
  readonly user: UserDetail
  readonly receipt: ReissueReceipt
  readonly secret: string
  readonly copy: CopySecret
  /** The helpdesk hands over by telephone. */
  readonly beginsReading: boolean
  readonly renderSlip?: RenderSlip | undefined
}

/** Handing the password over: copied, read out, printed. Leaving before any of it asks once. */
export function Handover({ user, receipt, secret, copy, beginsReading, renderSlip }: HandoverProps) {
  const { t } = useTranslation()
  const area = useRef<HTMLDivElement>(null)
  const [isReading, setIsReading] = useState(beginsReading)
  const [wasRead, setWasRead] = useState(beginsReading)
  const [wasPrinted, setWasPrinted] = useState(false)
  const cover = useSecretVisibility()
  const record = useRecordHandover(receipt.reissueId)
  const reading = useReading(secret, { onUsed: cover.prolong, onConfirmed: () => record.tell('confirmed') })
  useCopyKeys(true, copy.run)
  const isOnPhone = isReading && cover.visibility === 'shown'
  const tell = useEffectEvent(record.tell)
  useEffect(() => {
    if (isReading) tell('read_aloud')
  }, [isReading])
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (area.current) reading.handleKey(event, area.current)
  })
  useEffect(() => {
    if (!isOnPhone) return undefined
    const onKey = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isOnPhone])

  const toggleReading = () => {
    setIsReading(!isReading)
    setWasRead(true)
    // Space is then the next character and does not close it again.
    if (!isReading) area.current?.focus()
  }
  return (
    <div ref={area} className="stack handover" tabIndex={-1}>
      <LeaveQuestion
        when={!copy.isCopied && !wasPrinted && !wasRead}
        title={t('done.leaveTitle')}
        text={t('done.leaveText')}
        leaveLabel={t('done.leave')}
        stayLabel={t('done.stay')}
      />
      <SecretCard
        secret={secret}
        copy={copy}
        cover={cover}
        reading={reading}
        isReading={isReading}
        onToggleReading={toggleReading}
        validity={<Validity receipt={receipt} timeZone={user.timeZone} />}
        slip={renderSlip?.({ receipt, user, isSecretThere: true, onPrinted: () => setWasPrinted(true) })}
      />
      {record.error !== null && (
        <ErrorNotice reason={record.error} onRetry={record.retry}>
          {t('phone.notRecorded')}
        </ErrorNotice>
      )}
    </div>
  )
}
