import { Button } from '@fluentui/react-components'
import { CheckmarkCircle24Filled } from '@fluentui/react-icons/svg/checkmark-circle'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueReceipt } from '../../../../src-shared/api/reissues.ts'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useDiscardOnLeave } from '../api/discard-secret.ts'
import { endsSessions, forcesChange, previousMinutes } from '../model/directory-limits.ts'
import type { RenderSlip } from '../model/slip-slot.ts'
import { Handover } from './handover.tsx'
import { useCopySecret } from './use-copy-secret.ts'

const shownForMs = 5 * 60_000

interface DoneScreenProps {
  readonly user: UserDetail
  readonly receipt: ReissueReceipt
  readonly temporaryPassword: string | null
  readonly renderSlip?: RenderSlip | undefined
  /** The time of showing it is over: the page is to keep it no longer. */
  readonly onForget: () => void
  readonly onAnother: () => void
  readonly onClose: () => void
}

/** 再発行完了: the temporary password, for handing over. */
export function DoneScreen(props: DoneScreenProps) {
  const { t } = useTranslation()
  const { user, receipt, temporaryPassword, renderSlip } = props
  const { sessionView } = useDeskState()
  const copy = useCopySecret(receipt.reissueId)
  useDiscardOnLeave(receipt.reissueId)
  const forget = useEffectEvent(props.onForget)
  useEffect(() => {
    const timer = setTimeout(() => forget(), shownForMs)
    return () => clearTimeout(timer)
  }, [])

  return (
    <section className="stack">
      <PageHeading>{t('done.title')}</PageHeading>
      <div className="success-line">
        <CheckmarkCircle24Filled aria-hidden />
        <p>
          <strong>{t('done.lead', { userName: user.userName, loginId: user.loginId })}</strong> <InForce user={user} />
        </p>
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
        <>
          <EmptyState title={t('done.gone')} text={t('done.goneText')} />
          <div className="actions">
            {renderSlip?.({ receipt, user, isSecretThere: false, onPrinted: () => undefined })}
          </div>
        </>
      ) : (
        <Handover
          user={user}
          receipt={receipt}
          secret={temporaryPassword}
          copy={copy}
          beginsReading={sessionView.session?.user.role === 'helpdesk'}
          renderSlip={renderSlip}
        />
      )}
      <p>{t(forcesChange(user) ? 'done.handOver' : 'directory.handOverUnforced')}</p>
      <div className="actions">
        <Button
          appearance={copy.isCopied || temporaryPassword === null ? 'primary' : 'secondary'}
          onClick={props.onAnother}
        >
          {t('done.another')}
        </Button>
        <Button onClick={props.onClose}>{t('action.close')}</Button>
      </div>
    </section>
  )
}

/** What works now, and what does no longer: of a directory, only what it really does. */
function InForce({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation()
  const minutes = previousMinutes(user)
  return (
    <>
      <span className="unbroken">{t(minutes > 0 ? 'directory.inForce' : 'done.inForce')}</span>
      {minutes > 0 && <span className="notice-next">{t('directory.previousWorks', { count: minutes })}</span>}
      {!endsSessions(user) && <span className="notice-next">{t('directory.sessionsStay')}</span>}
    </>
  )
}
