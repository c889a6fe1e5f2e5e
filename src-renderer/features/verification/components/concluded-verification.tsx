import { Button, Spinner } from '@fluentui/react-components'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Verification } from '../../../../src-shared/api/verifications.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { focusOnMount } from '../../../lib/focus-on-mount.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useVerification } from '../api/read-verification.ts'

interface ConcludedVerificationProps {
  /** Undefined when the server ended it after the last wrong answer. */
  readonly verification: Verification | undefined
  readonly timeZone: string
  readonly onPassed: (verification: Verification) => void
  readonly onAgain: () => void
}

/** How it ended. A pass leads on by itself, at once or as soon as a second person has approved it. */
export function ConcludedVerification({ verification, timeZone, onPassed, onAgain }: ConcludedVerificationProps) {
  const { t } = useTranslation()
  if (verification?.state === 'passed') {
    return <PassedVerification passed={verification} timeZone={timeZone} onPassed={onPassed} onAgain={onAgain} />
  }
  const suspicious = verification?.state === 'suspicious'
  return (
    <div className="stack" role="alert">
      <strong>{t(suspicious ? 'verification.suspiciousTitle' : 'verification.failedTitle')}</strong>
      <p>{t(suspicious ? 'verification.suspiciousText' : 'verification.failedText')}</p>
      <div>
        <Button onClick={onAgain}>{t('verification.again')}</Button>
      </div>
    </div>
  )
}

interface PassedVerificationProps extends Omit<ConcludedVerificationProps, 'verification'> {
  readonly passed: Verification
}

function PassedVerification({ passed, timeZone, onPassed, onAgain }: PassedVerificationProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const now = useVerification(passed.verificationId)
  const verification = now.data ?? passed
  const isGood = verification.approval === 'approved' || verification.approval === 'not_needed'
  const lead = useEffectEvent(() => onPassed(verification))
  useEffect(() => {
    if (isGood) lead()
  }, [isGood])

  return (
    <div className="stack">
      <strong ref={focusOnMount} tabIndex={-1}>
        {t('verification.passedTitle')}
      </strong>
      {verification.passExpiresAt !== undefined && (
        <p>{t('verification.passedText', { at: formatInstant(verification.passExpiresAt, timeZone, language) })}</p>
      )}
      {verification.approval === 'awaited' && (
        <output className="awaited">
          <Spinner size="tiny" />
          {t('verification.awaited')}
        </output>
      )}
      {verification.approval === 'refused' && (
        <div role="alert" className="stack">
          <p className="missing-step">{t('verification.refused')}</p>
          <div>
            <Button onClick={onAgain}>{t('verification.again')}</Button>
          </div>
        </div>
      )}
      {now.isError && <ErrorNotice reason={now.error} onRetry={() => void now.refetch()} />}
    </div>
  )
}
