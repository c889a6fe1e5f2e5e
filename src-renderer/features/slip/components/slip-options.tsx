import { Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { SlipOrder } from '../../../../src-shared/ipc/slip-schema.ts'

const papers = ['A4', 'A5'] as const
const languages = ['ja', 'en'] as const

interface SlipOptionsProps {
  readonly order: Pick<SlipOrder, 'paper' | 'language'>
  /** Whether the password may be asked for, and why not. */
  readonly mayAsk: boolean
  readonly refusal: 'notAllowed' | 'notThere' | undefined
  readonly isAsked: boolean
  readonly onChange: (change: Partial<Pick<SlipOrder, 'paper' | 'language'>>) => void
  readonly onAsk: (isAsked: boolean) => void
}

/** Paper, language, and whether the password is to stand on it. */
export function SlipOptions({ order, mayAsk, refusal, isAsked, onChange, onAsk }: SlipOptionsProps) {
  const { t } = useTranslation()
  return (
    <div className="slip-options">
      <Field label={t('slip.paper')}>
        <RadioGroup layout="horizontal" value={order.paper}>
          {papers.map((paper) => (
            <Radio key={paper} value={paper} label={t(`slip.papers.${paper}`)} onChange={() => onChange({ paper })} />
          ))}
        </RadioGroup>
      </Field>
      <Field label={t('slip.language')}>
        <RadioGroup layout="horizontal" value={order.language}>
          {languages.map((language) => (
            <Radio
              key={language}
              value={language}
              lang={language}
              label={t(`slip.languages.${language}`)}
              onChange={() => onChange({ language })}
            />
          ))}
        </RadioGroup>
      </Field>
      {mayAsk && (
        <Field hint={t('slip.withPasswordHint')}>
          <Checkbox
            label={t('slip.withPassword')}
            checked={isAsked}
            onChange={(_, data) => onAsk(data.checked === true)}
          />
        </Field>
      )}
      {refusal && <p className="quiet">{t(`slip.${refusal}`)}</p>}
      <p className="quiet">{t('slip.notInPdf')}</p>
    </div>
  )
}
