import { Radio, RadioGroup } from '@fluentui/react-components'
import { Warning16Filled } from '@fluentui/react-icons/svg/warning'
import { useId } from 'react'
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
  const id = useId()
  if (numbers.length === 0) {
    return (
      <div className="step" data-step="callback">
        <p className="step-title">{t('verification.callback')}</p>
        <p className="missing-step">
          <Warning16Filled aria-hidden />
          {t('verification.noCallback')}
        </p>
      </div>
    )
  }
  return (
    <div className="step" data-step="callback">
      <p id={`${id}-title`} className="step-title">
        {t('verification.callback')}
      </p>
      <p id={`${id}-hint`} className="step-hint">
        {t('verification.callbackHint')}
      </p>
      <RadioGroup
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-hint`}
        value={chosen ?? ''}
        onChange={(_, { value }) => onChoose(value)}
      >
        {numbers.map(({ id: number, masked }) => (
          <Radio
            key={number}
            value={number}
            label={t(number === 'user' ? 'verification.number.user' : 'verification.number.member', { masked })}
          />
        ))}
      </RadioGroup>
    </div>
  )
}
