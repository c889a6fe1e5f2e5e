import { Button } from '@fluentui/react-components'
import { PersonVoice20Regular } from '@fluentui/react-icons/svg/person-voice'
import { useTranslation } from 'react-i18next'
import { useSpeech } from './use-speech.ts'

/** Has this PC say the reading. Where it has no voice of its own, the button says so: no other one is asked. */
export function SpeakButton({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  const { speak } = useSpeech()
  return (
    <Button icon={<PersonVoice20Regular />} disabledFocusable={!speak} onClick={() => speak?.(text)}>
      {speak ? t('phone.speak') : t('phone.noVoice')}
    </Button>
  )
}
