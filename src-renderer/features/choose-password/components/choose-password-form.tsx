import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionUser } from '../../../../src-shared/api/sessions.ts'
import type { NewPasswordRules, NewPasswordViolation } from '../../../../src-shared/domain/new-password.ts'
import { DeskForm } from '../../../components/desk-form.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { PasswordField } from '../../../components/password-field.tsx'
import { RuleList, type RuleState } from '../../../components/rule-list.tsx'
import { SubmitButton } from '../../../components/submit-button.tsx'
import { useResetOnReconnect } from '../../../components/use-reset-on-reconnect.ts'
import { toDeskError } from '../../../lib/desk.ts'
import { useChoosePassword } from '../api/choose-password.ts'
import { checkEntry, toViolations } from '../model/password-rules.ts'

interface ChoosePasswordFormProps {
  readonly user: SessionUser
  readonly rules: NewPasswordRules
  readonly onChosen: () => void
}

export function ChoosePasswordForm({ user, rules, onChosen }: ChoosePasswordFormProps) {
  const { t } = useTranslation()
  const choose = useChoosePassword(onChosen)
  useResetOnReconnect(choose)
  const [entry, setEntry] = useState('')
  const [again, setAgain] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const [isEntryLeft, setEntryLeft] = useState(false)
  const [isAgainLeft, setAgainLeft] = useState(false)
  const entryInput = useRef<HTMLInputElement>(null)
  const againInput = useRef<HTMLInputElement>(null)
  const check = checkEntry(entry, again, rules, user)
  const refused = choose.isError ? toViolations(toDeskError(choose.error).fields) : []
  const told = refused.length > 0 ? refused : submitted ? check.violations : []

  const submit = () => {
    setSubmitted(true)
    if (check.violations.length > 0) entryInput.current?.focus()
    else if (!check.same) againInput.current?.focus()
    else if (!choose.isPending) choose.mutate(entry)
  }
  const typeEntry = (value: string) => {
    setEntry(value)
    choose.reset()
  }
  // No cross while it is typed for the first time: nobody has twenty characters after one. The server has the last word.
  const judge = (typed: string, isMet: boolean, isLeft: boolean): RuleState => {
    if (typed === '') return 'open'
    if (isMet) return 'met'
    return isLeft || submitted ? 'violated' : 'open'
  }
  const stateOf = (...kinds: readonly NewPasswordViolation[]): RuleState =>
    judge(entry, ![...check.violations, ...refused].some((kind) => kinds.includes(kind)), isEntryLeft)

  return (
    <DeskForm onSubmit={submit}>
      {/* Tells a password manager whose password this is. */}
      <input type="text" autoComplete="username" value={user.loginId} readOnly hidden />
      <PasswordField
        label={t('choose.newPassword')}
        value={entry}
        onChange={typeEntry}
        autoComplete="new-password"
        takesFocus
        inputRef={entryInput}
        onLeave={() => setEntryLeft(entry !== '')}
        hint={t('choose.hint')}
        error={
          told.length > 0 ? told.map((violation) => t(`violation.${violation}`, { ...rules })).join(' ') : undefined
        }
      />
      <RuleList
        label={t('choose.rules')}
        rules={[
          { text: t('choose.ruleLength', { ...rules }), state: stateOf('too_short', 'too_long') },
          { text: t('choose.rulePersonal'), state: stateOf('contains_personal_word') },
          { text: t('choose.ruleSimple'), state: stateOf('too_simple', 'control_character') },
          { text: t('choose.ruleAgain'), state: judge(again, check.same, isAgainLeft) },
        ]}
      />
      <PasswordField
        label={t('choose.again')}
        value={again}
        onChange={setAgain}
        inputRef={againInput}
        onLeave={() => setAgainLeft(again !== '')}
        autoComplete="new-password"
        error={submitted && !check.same ? t('choose.mismatch') : undefined}
      />
      {choose.isError && <ErrorNotice reason={choose.error} />}
      <div>
        <SubmitButton label={t('choose.submit')} pendingLabel={t('choose.pending')} pending={choose.isPending} />
      </div>
    </DeskForm>
  )
}
