import { Button, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import type { TemporaryPasswordViolation } from '../../../../src-shared/domain/temporary-password.ts'
import { formatValidity } from '../../../../src-shared/domain/time.ts'
import { useAnnounce } from '../../../components/announcer.tsx'
import { DeskForm } from '../../../components/desk-form.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { RuleList, type RuleState } from '../../../components/rule-list.tsx'
import { SubmitButton } from '../../../components/submit-button.tsx'
import { toDeskError } from '../../../lib/desk.ts'
import { useDelayed } from '../../../lib/use-delayed.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { useRefusalTexts } from '../../../lib/use-refusal-texts.ts'
import { refusedViolations } from '../model/entry-check.ts'
import { usePasswordEffect } from './password-effect-text.tsx'
import { TemporaryPasswordField, type TemporaryPasswordFieldProps } from './temporary-password-field.tsx'

/** After this long, whoever waits begins to wonder whether to press again. */
const slowAfterMs = 5_000

interface ReissueFormProps extends TemporaryPasswordFieldProps {
  readonly user: UserDetail
  readonly onSubmit: () => void
  readonly onVerifyAgain: () => void
  readonly onBack: () => void
}

/** The pass was used or has run out meanwhile. */
const needsVerification = (reason: unknown): boolean =>
  ['verification_required', 'verification_used', 'verification_failed'].includes(toDeskError(reason).code)

export function ReissueForm(props: ReissueFormProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const announce = useAnnounce()
  const ownTexts = useRefusalTexts()
  const { entry, violations, suggestion, user } = props
  const effect = usePasswordEffect(user)
  const rules = props.policy.temporaryPassword
  // The server has the last word, on this list as under the field.
  const refused = props.refusal === null ? [] : refusedViolations(toDeskError(props.refusal))
  const stateOf = (...kinds: readonly TemporaryPasswordViolation[]): RuleState => {
    if (entry === '') return 'open'
    return [...violations, ...refused].some((violation) => kinds.includes(violation)) ? 'violated' : 'met'
  }
  const slow = useDelayed(props.pending, slowAfterMs)
  useEffect(() => {
    if (slow) announce(t('reissue.slow'))
  }, [slow, announce, t])
  const submit = () => {
    if (violations.length === 0 && entry !== '' && !props.pending) props.onSubmit()
  }

  return (
    <DeskForm onSubmit={submit}>
      <TemporaryPasswordField {...props} />
      <RuleList
        label={t('choose.rules')}
        rules={[
          { text: t('reissue.ruleLength', rules), state: stateOf('too_short', 'too_long') },
          { text: t('reissue.ruleCharacters'), state: stateOf('full_width', 'forbidden_character') },
          { text: t('reissue.rulePersonal'), state: stateOf('contains_personal_word') },
        ]}
      />
      <dl className="facts">
        <dt>{t('reissue.validity')}</dt>
        <dd>
          {suggestion.status === 'ready' && (
            <strong className="instant">
              {formatValidity(suggestion.suggestion.wouldExpireAt, user.timeZone, language)}
            </strong>
          )}
        </dd>
      </dl>
      <p>{effect}</p>
      {props.refusal !== null && (
        <ErrorNotice reason={props.refusal} ownTexts={ownTexts}>
          {needsVerification(props.refusal) && <Button onClick={props.onVerifyAgain}>{t('verification.again')}</Button>}
          {toDeskError(props.refusal).code === 'directory_refused_password' && (
            <Button onClick={props.onAnother}>{t('reissue.another')}</Button>
          )}
        </ErrorNotice>
      )}
      {slow && (
        <MessageBar intent="info" layout="multiline" className="notice">
          <MessageBarBody>{t('reissue.slow')}</MessageBarBody>
        </MessageBar>
      )}
      <div className="actions">
        <SubmitButton
          label={t('reissue.submit')}
          pendingLabel={t('reissue.pending')}
          pending={props.pending}
          blocked={suggestion.status === 'waiting' || entry === '' || violations.length > 0}
        />
        <Button onClick={props.onBack}>{t('action.back')}</Button>
      </div>
    </DeskForm>
  )
}
