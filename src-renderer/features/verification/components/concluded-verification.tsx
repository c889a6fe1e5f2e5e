import { Button, Spinner } from '@fluentui/react-components'
import { CallProhibited20Regular } from '@fluentui/react-icons/svg/call-prohibited'
import { CheckmarkCircle20Regular } from '@fluentui/react-icons/svg/checkmark-circle'
import { DismissCircle20Regular } from '@fluentui/react-icons/svg/dismiss-circle'
import { useEffect, useEffectEvent, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Verification } from '../../../../src-shared/api/verifications.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { useAnnounce } from '../../../components/announcer.tsx'
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
  readonly onBack: () => void
}

/** How it ended. A pass leads on by itself, at once or as soon as a second person has approved it. */
export function ConcludedVerification(props: ConcludedVerificationProps) {
  const { t } = useTranslation()
  const { verification } = props
  if (verification?.state === 'passed') return <PassedVerification {...props} passed={verification} />
  return verification?.state === 'suspicious' ? (
    <Refused
      {...props}
      icon={<CallProhibited20Regular aria-hidden />}
      title={t('verification.suspiciousTitle')}
      text={t('verification.suspiciousText')}
    />
  ) : (
    <Refused
      {...props}
      icon={<DismissCircle20Regular aria-hidden />}
      title={t('verification.failedTitle')}
      text={t('verification.failedText')}
    />
  )
}

interface RefusedProps extends Pick<ConcludedVerificationProps, 'onAgain' | 'onBack'> {
  readonly icon: ReactElement
  readonly title: string
  readonly text: string
}

/** No reissue follows. The title has the focus; what to do now is told besides. */
function Refused({ icon, title, text, onAgain, onBack }: RefusedProps) {
  const { t } = useTranslation()
  const announce = useAnnounce()
  useEffect(() => announce(text), [announce, text])
  return (
    <>
      <h3 ref={focusOnMount} tabIndex={-1} className="outcome outcome-refused">
        {icon}
        {title}
      </h3>
      <p>{text}</p>
      <div className="actions">
        <Button onClick={onBack}>{t('action.back')}</Button>
        <Button onClick={onAgain}>{t('verification.again')}</Button>
      </div>
    </>
  )
}

interface PassedVerificationProps extends ConcludedVerificationProps {
  readonly passed: Verification
}

function PassedVerification({ passed, timeZone, onPassed, onAgain, onBack }: PassedVerificationProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const now = useVerification(passed.verificationId)
  const verification = now.data ?? passed
  const isGood = verification.approval === 'approved' || verification.approval === 'not_needed'
  const lead = useEffectEvent(() => onPassed(verification))
  useEffect(() => {
    if (isGood) lead()
  }, [isGood])

  if (verification.approval === 'refused') {
    return (
      <Refused
        icon={<DismissCircle20Regular aria-hidden />}
        title={t('verification.refusedTitle')}
        text={t('verification.refusedText')}
        onAgain={onAgain}
        onBack={onBack}
      />
    )
  }
  return (
    <>
      <h3 ref={focusOnMount} tabIndex={-1} className="outcome outcome-passed">
        <CheckmarkCircle20Regular aria-hidden />
        {t('verification.passedTitle')}
      </h3>
      {verification.approval === 'awaited' && (
        <>
          <output className="awaited">
            <Spinner size="tiny" aria-hidden />
            {t('verification.awaited')}
          </output>
          <p>
            {verification.passExpiresAt !== undefined &&
              t('verification.awaitedUntil', { at: formatInstant(verification.passExpiresAt, timeZone, language) })}
            <span className="notice-next">{t('verification.awaitedLeave')}</span>
          </p>
          <div className="actions">
            <Button onClick={onBack}>{t('action.back')}</Button>
            <Button onClick={onAgain}>{t('verification.again')}</Button>
          </div>
        </>
      )}
      {now.isError && <ErrorNotice reason={now.error} onRetry={() => void now.refetch()} />}
    </>
  )
}
