import { Button } from '@fluentui/react-components'
import { CheckmarkCircle24Filled } from '@fluentui/react-icons/svg/checkmark-circle'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueReceipt } from '../../../../src-shared/api/reissues.ts'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { LeaveQuestion } from '../../../components/leave-guard.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { useDiscardOnLeave } from '../api/discard-secret.ts'
import { SecretCard } from './secret-card.tsx'

const shownForMs = 5 * 60_000

interface DoneScreenProps {
  readonly user: UserDetail
  readonly receipt: ReissueReceipt
  readonly temporaryPassword: string | null
  /** The time of showing it is over: the page is to keep it no longer. */
  readonly onForget: () => void
  readonly onAnother: () => void
  readonly onClose: () => void
}

/** 再発行完了: the temporary password, for handing over. */
export function DoneScreen(props: DoneScreenProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { user, receipt, temporaryPassword } = props
  const { clipboard } = useDeskState()
  const [wasCopied, setWasCopied] = useState(false)
  // Told to be on the clipboard before the answer to the copying arrives: who leaves in between is not asked about it.
  const copied = wasCopied || clipboard.reissueId === receipt.reissueId
  useDiscardOnLeave(receipt.reissueId)
  const forget = useEffectEvent(props.onForget)
  useEffect(() => {
    const timer = setTimeout(() => forget(), shownForMs)
    return () => clearTimeout(timer)
  }, [])

  return (
    <section className="stack">
      <LeaveQuestion
        when={temporaryPassword !== null && !copied}
        title={t('done.leaveTitle')}
        text={t('done.leaveText')}
        leaveLabel={t('done.leave')}
        stayLabel={t('done.stay')}
      />
      <PageHeading>{t('done.title')}</PageHeading>
      <div className="success-line">
        <CheckmarkCircle24Filled aria-hidden />
        <strong>{t('done.lead', { userName: user.userName, loginId: user.loginId })}</strong>
      </div>
      <dl className="done-for">
        <div>
          <dt>{t('label.memberName')}</dt>
          <dd>{user.memberName}</dd>
        </div>
        <div>
          <dt>{t('label.userId')}</dt>
          <dd className="code">{user.userId}</dd>
        </div>
      </dl>
      {temporaryPassword === null ? (
        <EmptyState title={t('done.gone')} text={t('done.goneText')} />
      ) : (
        <SecretCard
          secret={temporaryPassword}
          reissueId={receipt.reissueId}
          validUntil={formatInstant(receipt.expiresAt, user.timeZone, language)}
          copied={copied}
          onCopied={() => setWasCopied(true)}
        />
      )}
      <p>{t('done.handOver')}</p>
      <div className="actions">
        <Button appearance={copied || temporaryPassword === null ? 'primary' : 'secondary'} onClick={props.onAnother}>
          {t('done.another')}
        </Button>
        <Button onClick={props.onClose}>{t('action.close')}</Button>
      </div>
    </section>
  )
}
