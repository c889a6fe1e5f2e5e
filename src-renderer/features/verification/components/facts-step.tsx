import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Warning16Filled } from '@fluentui/react-icons/svg/warning'
import type { VerificationFact } from '../../../../src-shared/api/verification-facts.ts'
import type { StartedVerification } from '../../../../src-shared/api/verifications.ts'
import { factsNeeded, type Progress } from '../model/progress.ts'
import { FactQuestion } from './fact-question.tsx'

interface FactsStepProps {
  readonly started: StartedVerification
  readonly answers: Progress['answers']
  readonly attemptsLeft: number
  readonly onAnswered: (fact: VerificationFact, match: boolean, attemptsLeft: number) => void
  readonly onFailure: (reason: unknown) => void
}

/** The company facts that may be asked, and how many wrong answers are left. */
export function FactsStep({ started, answers, attemptsLeft, onAnswered, onFailure }: FactsStepProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <fieldset className="step" aria-describedby={`${id}-hint`}>
      <legend className="step-title">{t('verification.facts')}</legend>
      <p id={`${id}-hint`} className="step-hint">
        {t('verification.factsHint')}
      </p>
      {started.facts.length < factsNeeded && (
        <p className="missing-step">
          <Warning16Filled aria-hidden />
          {t('verification.noFacts')}
        </p>
      )}
      {started.facts.map(({ fact }) => (
        <FactQuestion
          key={fact}
          verificationId={started.verificationId}
          fact={fact}
          matched={answers[fact]}
          onAnswered={(match, left) => onAnswered(fact, match, left)}
          onFailure={onFailure}
        />
      ))}
      {attemptsLeft < started.attemptsLeft && (
        <p className="missing-step">
          <Warning16Filled aria-hidden />
          {t('verification.attemptsLeft', { count: attemptsLeft })}
        </p>
      )}
    </fieldset>
  )
}
