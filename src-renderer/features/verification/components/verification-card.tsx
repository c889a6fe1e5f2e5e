import { Button, Spinner } from '@fluentui/react-components'
import { ShieldTask24Regular } from '@fluentui/react-icons/svg/shield-task'
import { CallProhibited20Regular } from '@fluentui/react-icons/svg/call-prohibited'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import type { StartedVerification, Verification } from '../../../../src-shared/api/verifications.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { useVerificationSteps } from '../api/verify-caller.ts'
import type { Progress } from '../model/progress.ts'
import { noProgress } from '../model/progress.ts'
import { ConcludedVerification } from './concluded-verification.tsx'
import { OpenVerification } from './open-verification.tsx'

interface VerificationCardProps {
  readonly user: UserDetail
  /** It has passed and, where that is asked for, been approved. */
  readonly onPassed: (verification: Verification) => void
  readonly onBack: () => void
}

/** 本人確認: what the helpdesk does before it may reissue (H1). One click refuses a suspicious call, at any time (H5). */
export function VerificationCard({ user, onPassed, onBack }: VerificationCardProps) {
  const { t } = useTranslation()
  const { start, conclude } = useVerificationSteps(user.userId)
  const [ended, setEnded] = useState(false)
  const started = start.data

  const end = (
    { verificationId }: StartedVerification,
    outcome: 'passed' | 'failed' | 'suspicious',
    { callerIsAdministrator, callbackNumberId }: Progress,
  ) => conclude.mutate({ verificationId, outcome, callerIsAdministrator, callbackNumberId })
  const again = () => {
    setEnded(false)
    conclude.reset()
    start.mutate()
  }

  const content = () => {
    if (conclude.data || ended) {
      return (
        <ConcludedVerification
          verification={conclude.data}
          timeZone={user.timeZone}
          onPassed={onPassed}
          onAgain={again}
        />
      )
    }
    if (started) {
      return (
        <OpenVerification
          key={started.verificationId}
          started={started}
          timeZone={user.timeZone}
          pending={conclude.isPending}
          failure={conclude.error}
          onConclude={(outcome, progress) => end(started, outcome, progress)}
          onEnded={() => setEnded(true)}
        />
      )
    }
    return (
      <>
        <p>{t('verification.lead')}</p>
        {start.isError && <ErrorNotice reason={start.error} />}
        <div className="actions">
          <Button
            appearance="primary"
            disabledFocusable={start.isPending}
            icon={start.isPending ? <Spinner size="tiny" /> : null}
            onClick={() => start.mutate()}
          >
            {start.isPending ? t('verification.starting') : t('verification.start')}
          </Button>
          <Button
            icon={<CallProhibited20Regular />}
            disabledFocusable={start.isPending}
            onClick={() => start.mutate(undefined, { onSuccess: (begun) => end(begun, 'suspicious', noProgress) })}
          >
            {t('verification.suspicious')}
          </Button>
          <Button onClick={onBack}>{t('action.back')}</Button>
        </div>
        <p className="quiet">{t('verification.suspiciousHint')}</p>
      </>
    )
  }

  return (
    <section className="card stack" aria-labelledby="verification-title">
      <div className="refusal-title">
        <ShieldTask24Regular aria-hidden />
        <h2 id="verification-title" className="card-heading">
          {t('verification.title')}
        </h2>
      </div>
      {content()}
    </section>
  )
}
