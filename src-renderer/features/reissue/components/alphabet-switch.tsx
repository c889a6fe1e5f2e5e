import { Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { verbalAlphabets } from '../../../../src-shared/ipc/settings-choices.ts'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useUpdateSettings } from '../../../lib/use-update-settings.ts'

/** The words that letters are spelt with, kept for the next time. */
export function AlphabetSwitch() {
  const { t } = useTranslation()
  const { settings, settingsView } = useDeskState()
  const update = useUpdateSettings()
  const isLocked = settingsView.locked.includes('verbalAlphabet')
  return (
    <Field className="alphabet-switch" hint={isLocked ? t('settings.locked') : null}>
      <RadioGroup
        layout="horizontal"
        aria-label={t('phone.alphabet')}
        value={settings.verbalAlphabet}
        disabled={isLocked}
        onChange={(_, data) => {
          const verbalAlphabet = verbalAlphabets.find((one) => one === data.value)
          if (verbalAlphabet) update.mutate({ verbalAlphabet })
        }}
      >
        {verbalAlphabets.map((alphabet) => (
          <Radio key={alphabet} value={alphabet} label={t(`phone.alphabets.${alphabet}`)} />
        ))}
      </RadioGroup>
    </Field>
  )
}
