import { Button, Checkbox, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { CallProhibited20Regular } from '@fluentui/react-icons/svg/call-prohibited'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VerificationFact } from '../../../../src-shared/api/verification-facts.ts'
import type { StartedVerification } from '../../../../src-shared/api/verifications.ts'
import type { IpcInput } from '../../../../src-shared/ipc/bridge.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { useAnnounce } from '../../../components/announcer.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { LeaveQuestion } from '../../../components/leave-guard.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { findMissing, findNextStep, noProgress, type NextStep, type Progress } from '../model/progress.ts'
import { CallbackStep } from './callback-step.tsx'
import { FactsStep } from './facts-step.tsx'
import { useTimeLimit } from './use-time-limit.ts'

type Outcome = IpcInput<'verifications', 'conclude'>['outcome']

interface OpenVerificationProps {
  readonly started: StartedVerification
  readonly timeZone: string
  readonly pending: boolean
  /** Why the last step was refused; null without one. */
  readonly failure: unknown
  readonly onConclude: (outcome: Outcome, progress: Progress) => void
  /** The last wrong answer: the server has ended it. */
  readonly onFailed: () => void
  readonly onRefused: (reason: unknown) => void
  /** Its time may be up. */
  readonly onTimeLimit: () => void
}

/** What a step is found by when the focus goes on to it. */
const selectorOf = (step: NextStep): string =>
  typeof step === 'string' ? `[data-step="${step}"] input, button[data-step="${step}"]` : `[data-fact="${step.fact}"]`

/** The three steps, and the three ways to end it. The focus goes on by itself to what is next. */
export function OpenVerification(props: OpenVerificationProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const announce = useAnnounce()
  const { started, onConclude } = props
  const facts = started.facts.map(({ fact }) => fact)
  const [progress, setProgress] = useState(noProgress)
  const [attemptsLeft, setAttemptsLeft] = useState(started.attemptsLeft)
  const [refusal, setRefusal] = useState<unknown>(null)
  const [asksTooEarly, setAsksTooEarly] = useState(false)
  const missing = findMissing(progress)
  const failure = refusal ?? props.failure
  const root = useRef<HTMLDivElement>(null)
  const [goal, setGoal] = useState<{ readonly step: NextStep | 'next' }>({
    step: started.callbackNumbers.length > 0 ? 'callback' : 'next',
  })
  const focusOn = useEffectEvent((wanted: NextStep | 'next') => {
    const step = wanted === 'next' ? findNextStep(progress, facts) : wanted
    root.current?.querySelector<HTMLElement>(selectorOf(step))?.focus()
  })
  useEffect(() => focusOn(goal.step), [goal])
  useTimeLimit(started.expiresAt, props.onTimeLimit)

  const takeAnswer = (fact: VerificationFact, match: boolean, left: number) => {
    setProgress((last) => ({ ...last, answers: { ...last.answers, [fact]: match } }))
    setAttemptsLeft((last) => Math.min(last, left))
    setRefusal(null)
    if (left === 0) return props.onFailed()
    const result = `${t(`verification.fact.${fact}`)}: ${t(match ? 'verification.match' : 'verification.noMatch')}`
    announce(match ? result : `${result} ${t('verification.attemptsLeft', { count: left })}`)
    // Whoever went on meanwhile is not called back.
    const row = root.current?.querySelector(selectorOf({ fact }))?.closest('form')
    if (row?.contains(document.activeElement)) setGoal({ step: match ? 'next' : { fact } })
    return undefined
  }
  const pass = () => {
    const [first] = missing
    setAsksTooEarly(first !== undefined)
    if (first === undefined) onConclude('passed', progress)
    else setGoal({ step: first === 'facts' ? 'next' : first })
  }

  return (
    <div ref={root} className="steps">
      <LeaveQuestion
        when
        title={t('verification.leaveTitle')}
        text={t('verification.leaveText')}
        leaveLabel={t('verification.leave')}
        stayLabel={t('verification.stay')}
      />
      <p className="quiet">
        {t('verification.until', { at: formatInstant(started.expiresAt, props.timeZone, language) })}
      </p>
      <CallbackStep
        numbers={started.callbackNumbers}
        chosen={progress.callbackNumberId}
        onChoose={(callbackNumberId) => setProgress((last) => ({ ...last, callbackNumberId }))}
      />
      <FactsStep
        started={started}
        answers={progress.answers}
        attemptsLeft={attemptsLeft}
        onAnswered={takeAnswer}
        onFailure={(reason) => {
          setRefusal(reason)
          props.onRefused(reason)
        }}
      />
      <div className="step" data-step="person">
        <Checkbox
          label={t('verification.person')}
          checked={progress.callerIsAdministrator}
          onChange={(_, { checked }) => setProgress((last) => ({ ...last, callerIsAdministrator: checked === true }))}
        />
      </div>
      {asksTooEarly && missing.length > 0 && (
        <MessageBar intent="warning" layout="multiline" role="alert" className="notice">
          <MessageBarBody>
            <ul>
              {missing.map((step) => (
                <li key={step}>{t(`verification.missing.${step}`)}</li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
      {failure !== null && <ErrorNotice reason={failure} />}
      <div className="actions">
        <Button appearance="primary" data-step="pass" disabledFocusable={props.pending} onClick={pass}>
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
      <p className="step-hint">{t('verification.suspiciousHint')}</p>
    </div>
  )
}
