import { Button, Spinner } from '@fluentui/react-components'
import { Warning24Regular } from '@fluentui/react-icons/svg/warning'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeError, errorText } from '../../../../src-shared/errors/catalogue.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { ErrorReference } from '../../../components/error-reference.tsx'
import { toDeskError } from '../../../lib/desk.ts'
import { focusOnMount } from '../../../lib/focus-on-mount.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { checkDelayMs } from '../model/check-delay.ts'
import { NextCheck } from './next-check.tsx'

interface UnknownOutcomeProps {
  /** What the last attempt came to; null while one is under way. */
  readonly reason: unknown
  readonly pending: boolean
  /** Something else has to be answered first. */
  readonly isPaused: boolean
  readonly onCheck: () => void
}

/** Neither done nor failed: the answer was lost. Never “failed, try again” (U22). Resolves itself. */
export function UnknownOutcome({ reason, pending, isPaused, onCheck }: UnknownOutcomeProps) {
  const { t } = useTranslation()
  const [checks, setChecks] = useState(0)
  // Stays while it is asked again: what comes and goes would be read out each time.
  const [lastReason, setLastReason] = useState(reason)
  if (reason !== null && reason !== lastReason) setLastReason(reason)
  const last = lastReason === null ? null : toDeskError(lastReason)
  // The directory's own says where the answer was lost.
  const isToldAbove = last !== null && describeError(last.code).kind === 'unknown_outcome'
  const text = errorText(isToldAbove ? last.code : 'outcome_unknown', useLanguage())
  const check = () => {
    setChecks(checks + 1)
    onCheck()
  }
  return (
    <div className="stack">
      <div className="stack" role="alert">
        <div className="unknown-title">
          <Warning24Regular aria-hidden />
          <h2 className="card-heading">{t('reissue.unknownTitle')}</h2>
        </div>
        <p>
          <strong>{text.what}</strong>
        </p>
        <p>{text.next}</p>
        {last && !isToldAbove && <ErrorNotice reason={lastReason} />}
        <p>{t('reissue.unknownKeep')}</p>
      </div>
      {/* Outside of the alert, which would be read out again every second. */}
      <div className="actions">
        <Button
          ref={focusOnMount}
          appearance="primary"
          disabledFocusable={pending}
          icon={pending ? <Spinner size="tiny" aria-hidden /> : null}
          onClick={check}
        >
          {pending ? t('reissue.unknownPending') : t('reissue.unknownCheck')}
        </Button>
        {/* A key: an answer at once never shows as pending. */}
        {!pending && !isPaused && <NextCheck key={checks} delayMs={checkDelayMs(checks)} onCheck={check} />}
      </div>
      {last && isToldAbove && <ErrorReference error={last} />}
    </div>
  )
}
