import { Button, Field, Input, Spinner } from '@fluentui/react-components'
import { CheckmarkCircle20Regular } from '@fluentui/react-icons/svg/checkmark-circle'
import { DismissCircle20Regular } from '@fluentui/react-icons/svg/dismiss-circle'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VerificationFact } from '../../../../src-shared/api/verification-facts.ts'
import { useAnnounce } from '../../../components/announcer.tsx'
import { DeskForm } from '../../../components/desk-form.tsx'
import { StateBadge } from '../../../components/state-badge.tsx'
import { useAnswer } from '../api/verify-caller.ts'

interface FactQuestionProps {
  readonly verificationId: string
  readonly fact: VerificationFact
  readonly matched: boolean | undefined
  readonly onAnswered: (match: boolean, attemptsLeft: number) => void
  readonly onFailure: (reason: unknown) => void
}

/** One fact: what the caller says is typed, and the server says match or no match. */
export function FactQuestion({ verificationId, fact, matched, onAnswered, onFailure }: FactQuestionProps) {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const [typed, setTyped] = useState('')
  const answer = useAnswer({ verificationId, fact, answer: typed.trim() }, (match, left) => {
    announce(`${t(`verification.fact.${fact}`)}: ${t(match ? 'verification.match' : 'verification.noMatch')}`)
    if (!match) setTyped('')
    onAnswered(match, left)
  })
  const compare = () => {
    if (typed.trim() !== '' && !answer.isPending) answer.mutate(undefined, { onError: onFailure })
  }
  return (
    <DeskForm className="fact-question" onSubmit={compare}>
      <Field label={t(`verification.fact.${fact}`)}>
        <Input
          value={typed}
          onChange={(_, data) => setTyped(data.value)}
          readOnly={matched === true}
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
        />
      </Field>
      {matched !== true && (
        <Button
          type="submit"
          disabledFocusable={typed.trim() === '' || answer.isPending}
          icon={answer.isPending ? <Spinner size="tiny" /> : null}
        >
          {t('verification.compare')}
        </Button>
      )}
      {matched !== undefined && (
        <StateBadge
          look={
            matched
              ? { color: 'success', icon: <CheckmarkCircle20Regular /> }
              : { color: 'danger', icon: <DismissCircle20Regular /> }
          }
          word={t(matched ? 'verification.match' : 'verification.noMatch')}
        />
      )}
    </DeskForm>
  )
}
