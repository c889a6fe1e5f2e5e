import { Button, MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components'
import { CallProhibited20Regular } from '@fluentui/react-icons/svg/call-prohibited'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { focusIfLost } from '../../../lib/focus-on-mount.ts'
import { useRefusalTexts } from '../../../lib/use-refusal-texts.ts'

interface BeginVerificationProps {
  /** What became of the one before; it cannot be gone on with. */
  readonly before: 'ran_out' | 'unfinished' | null
  readonly pending: boolean
  /** Why it could not be begun; null without one. */
  readonly failure: unknown
  readonly onBegin: () => void
  readonly onSuspicious: () => void
  readonly onBack: () => void
}

/** Nothing was asked yet. A suspicious call can be refused here already (H5). */
export function BeginVerification(props: BeginVerificationProps) {
  const { t } = useTranslation()
  const { before, pending } = props
  const ownTexts = useRefusalTexts()
  return (
    <>
      {before !== null && (
        <MessageBar
          intent="warning"
          layout="multiline"
          role={before === 'ran_out' ? 'alert' : 'note'}
          className="notice"
        >
          <MessageBarBody>{t(`verification.before.${before}`)}</MessageBarBody>
        </MessageBar>
      )}
      <p>{t('verification.lead')}</p>
      {props.failure !== null && <ErrorNotice reason={props.failure} ownTexts={ownTexts} />}
      <div className="actions">
        <Button
          ref={focusIfLost}
          appearance="primary"
          disabledFocusable={pending}
          icon={pending ? <Spinner size="tiny" aria-hidden /> : null}
          onClick={props.onBegin}
        >
          {pending ? t('verification.starting') : t('verification.start')}
        </Button>
        <Button icon={<CallProhibited20Regular />} disabledFocusable={pending} onClick={props.onSuspicious}>
          {t('verification.suspicious')}
        </Button>
        <Button onClick={props.onBack}>{t('action.back')}</Button>
      </div>
      <p className="step-hint">{t('verification.suspiciousHint')}</p>
    </>
  )
}
