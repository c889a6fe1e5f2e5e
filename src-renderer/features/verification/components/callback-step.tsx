import { Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { StartedVerification } from '../../../../src-shared/api/verifications.ts'

interface CallbackStepProps {
  readonly numbers: StartedVerification['callbackNumbers']
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
}

/** Which number on file was called back. There is no field to type one (H1). */
export function CallbackStep({ numbers, chosen, onChoose }: CallbackStepProps) {
  const { t } = useTranslation()
  if (numbers.length === 0) return <p className="missing-step">{t('verification.noCallback')}</p>
  return (
    <Field label={t('verification.callback')} hint={t('verification.callbackHint')}>
      <RadioGroup value={chosen ?? ''} onChange={(_, { value }) => onChoose(value)}>
        {numbers.map(({ id, masked }) => (
          <Radio
            key={id}
            value={id}
            label={t(id === 'user' ? 'verification.number.user' : 'verification.number.member', { masked })}
          />
        ))}
      </RadioGroup>
    </Field>
  )
}
