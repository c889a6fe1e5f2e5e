import { Button, Input, Spinner } from '@fluentui/react-components'
import { CheckmarkCircle16Regular } from '@fluentui/react-icons/svg/checkmark-circle'
import { DismissCircle16Regular } from '@fluentui/react-icons/svg/dismiss-circle'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VerificationFact } from '../../../../src-shared/api/verification-facts.ts'
import { DeskForm } from '../../../components/desk-form.tsx'
import { StateBadge, type StateLook } from '../../../components/state-badge.tsx'
import { useAnswer } from '../api/verify-caller.ts'

interface FactQuestionProps {
  readonly verificationId: string
  readonly fact: VerificationFact
  readonly matched: boolean | undefined
  readonly onAnswered: (match: boolean, attemptsLeft: number) => void
  readonly onFailure: (reason: unknown) => void
}

const match: StateLook = { color: 'success', icon: <CheckmarkCircle16Regular /> }
const noMatch: StateLook = { color: 'danger', icon: <DismissCircle16Regular /> }

/** One fact in one row: what the caller says is typed, and the server says match or no match. */
export function FactQuestion({ verificationId, fact, matched, onAnswered, onFailure }: FactQuestionProps) {
  const { t } = useTranslation()
  const id = useId()
  const [typed, setTyped] = useState('')
  const answer = useAnswer({ verificationId, fact, answer: typed.trim() }, (isMatch, left) => {
    if (!isMatch) setTyped('')
    onAnswered(isMatch, left)
  })
  const compare = () => {
    if (typed.trim() !== '' && !answer.isPending && matched !== true) answer.mutate(undefined, { onError: onFailure })
  }
  return (
    <DeskForm className="fact-question" onSubmit={compare}>
      <label htmlFor={`${id}-answer`}>{t(`verification.fact.${fact}`)}</label>
      <Input
        id={`${id}-answer`}
        data-fact={fact}
        aria-describedby={matched === undefined ? undefined : `${id}-result`}
        value={typed}
        onChange={(_, data) => setTyped(data.value)}
        readOnly={matched === true || answer.isPending}
        autoComplete="off"
        spellCheck={false}
        maxLength={300}
        contentAfter={
          matched === undefined ? null : (
            <span id={`${id}-result`}>
              <StateBadge
                look={matched ? match : noMatch}
                word={t(matched ? 'verification.match' : 'verification.noMatch')}
              />
            </span>
          )
        }
      />
      {matched !== true && (
        <Button
          type="submit"
          aria-label={t('verification.compareFact', { fact: t(`verification.fact.${fact}`) })}
          disabledFocusable={typed.trim() === '' || answer.isPending}
          icon={answer.isPending ? <Spinner size="tiny" aria-hidden /> : null}
        >
          {t('verification.compare')}
        </Button>
      )}
    </DeskForm>
  )
}
