import { Button, Checkbox } from '@fluentui/react-components'
import { CallProhibited20Regular } from '@fluentui/react-icons/svg/call-prohibited'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StartedVerification } from '../../../../src-shared/api/verifications.ts'
import type { IpcInput } from '../../../../src-shared/ipc/bridge.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { toDeskError } from '../../../lib/desk.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { factsNeeded, findMissing, noProgress, type Progress } from '../model/progress.ts'
import { CallbackStep } from './callback-step.tsx'
import { FactQuestion } from './fact-question.tsx'

type Outcome = IpcInput<'verifications', 'conclude'>['outcome']

interface OpenVerificationProps {
  readonly started: StartedVerification
  readonly timeZone: string
  readonly pending: boolean
  readonly failure: unknown
  readonly onConclude: (outcome: Outcome, progress: Progress) => void
  /** The third wrong answer, or time: the server has ended it. */
  readonly onEnded: () => void
}

/** The three steps, and the three ways to end it. */
export function OpenVerification(props: OpenVerificationProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { started, onConclude, onEnded } = props
  const { verificationId } = started
  const [progress, setProgress] = useState(noProgress)
  const [attemptsLeft, setAttemptsLeft] = useState(started.attemptsLeft)
  const [refusal, setRefusal] = useState<unknown>(null)
  const [asksTooEarly, setAsksTooEarly] = useState(false)
  const missing = findMissing(progress)

  const fail = (reason: unknown) => {
    if (toDeskError(reason).code === 'verification_failed') onEnded()
    else setRefusal(reason)
  }
  const pass = () => {
    setAsksTooEarly(missing.length > 0)
    if (missing.length === 0 && !props.pending) onConclude('passed', progress)
  }

  return (
    <>
      <p className="quiet">
        {t('verification.until', { at: formatInstant(started.expiresAt, props.timeZone, language) })}
      </p>
      <CallbackStep
        numbers={started.callbackNumbers}
        chosen={progress.callbackNumberId}
        onChoose={(callbackNumberId) => setProgress({ ...progress, callbackNumberId })}
      />
      <fieldset className="steps">
        <legend>{t('verification.facts')}</legend>
        <p className="quiet">{t('verification.factsHint')}</p>
        {started.facts.length < factsNeeded && <p className="missing-step">{t('verification.noFacts')}</p>}
        {started.facts.map(({ fact }) => (
          <FactQuestion
            key={fact}
            verificationId={verificationId}
            fact={fact}
            matched={progress.answers[fact]}
            onAnswered={(match, left) => {
              setProgress((last) => ({ ...last, answers: { ...last.answers, [fact]: match } }))
              setAttemptsLeft(left)
              setRefusal(null)
              if (left === 0) onEnded()
            }}
            onFailure={fail}
          />
        ))}
        {attemptsLeft < started.attemptsLeft && (
          <p className="missing-step">{t('verification.attemptsLeft', { count: attemptsLeft })}</p>
        )}
      </fieldset>
      <Checkbox
        label={t('verification.person')}
        checked={progress.callerIsAdministrator}
        onChange={(_, { checked }) => setProgress({ ...progress, callerIsAdministrator: checked === true })}
      />
      {asksTooEarly && missing.length > 0 && (
        <ul className="missing-step" role="alert">
          {missing.map((step) => (
            <li key={step}>{t(`verification.missing.${step}`)}</li>
          ))}
        </ul>
      )}
      {refusal !== null && <ErrorNotice reason={refusal} />}
      {props.failure !== null && <ErrorNotice reason={props.failure} />}
      <div className="actions">
        <Button appearance="primary" disabledFocusable={props.pending} onClick={pass}>
          {t('verification.pass')}
        </Button>
        <Button disabledFocusable={props.pending} onClick={() => onConclude('failed', progress)}>
          {t('verification.fail')}
        </Button>
        <Button
          icon={<CallProhibited20Regular />}
          disabledFocusable={props.pending}
          onClick={() => onConclude('suspicious', progress)}
        >
          {t('verification.suspicious')}
        </Button>
      </div>
      <p className="quiet">{t('verification.suspiciousHint')}</p>
    </>
  )
}
