import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import type { TemporaryPasswordViolation } from '../../../../src-shared/domain/temporary-password.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { DeskForm } from '../../../components/desk-form.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { RuleList } from '../../../components/rule-list.tsx'
import { SubmitButton } from '../../../components/submit-button.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { TemporaryPasswordField, type TemporaryPasswordFieldProps } from './temporary-password-field.tsx'

interface ReissueFormProps extends TemporaryPasswordFieldProps {
  readonly user: UserDetail
  readonly onSubmit: () => void
  readonly onBack: () => void
}

export function ReissueForm(props: ReissueFormProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { entry, violations, suggestion, user } = props
  const rules = props.policy.temporaryPassword
  const lacks = (...kinds: readonly TemporaryPasswordViolation[]) =>
    entry === '' || violations.some((violation) => kinds.includes(violation))
  const submit = () => {
    if (violations.length === 0 && entry !== '' && !props.pending) props.onSubmit()
  }

  return (
    <DeskForm onSubmit={submit}>
      <TemporaryPasswordField {...props} />
      <RuleList
        label={t('choose.rules')}
        rules={[
          { text: t('reissue.ruleLength', rules), met: !lacks('too_short', 'too_long') },
          { text: t('reissue.ruleCharacters'), met: !lacks('full_width', 'forbidden_character') },
          { text: t('reissue.rulePersonal'), met: !lacks('contains_personal_word') },
        ]}
      />
      <dl className="facts">
        <dt>{t('label.validUntil')}</dt>
        <dd>
          {suggestion.status === 'ready' && (
            <strong>
              {t('reissue.validUntil', {
                at: formatInstant(suggestion.suggestion.wouldExpireAt, user.timeZone, language),
              })}
            </strong>
          )}
        </dd>
      </dl>
      <p>{t('reissue.effect')}</p>
      {props.refusal !== null && <ErrorNotice reason={props.refusal} />}
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
