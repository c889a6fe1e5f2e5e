import { CheckmarkCircle24Filled } from '@fluentui/react-icons/svg/checkmark-circle'
import type { ClipboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { groupForReading, readAloud, type CharacterKind } from '../../../../src-shared/domain/read-aloud.ts'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { groupAt } from '../model/step-through.ts'
import { AlphabetSwitch } from './alphabet-switch.tsx'
import { ReadingList } from './reading-list.tsx'
import { ReadingNow } from './reading-now.tsx'
import type { Reading } from './use-reading.ts'

interface PhoneModeProps {
  readonly secret: string
  readonly reading: Reading
  readonly onCopy: () => void
}

const kinds: readonly { readonly kind: CharacterKind; readonly sample: string }[] = [
  { kind: 'upper', sample: 'A' },
  { kind: 'lower', sample: 'a' },
  { kind: 'digit', sample: '7' },
]

/** 読み上げ用表示: everything that handing over by telephone needs (U9–U12). Copying any of it copies the raw value. */
export function PhoneMode({ secret, reading, onCopy }: PhoneModeProps) {
  const { t } = useTranslation()
  const { settings } = useDeskState()
  const characters = readAloud(secret, { language: useLanguage(), alphabet: settings.verbalAlphabet })
  const numbered = characters.map((character, index) => ({ ...character, index }))
  const { stop } = reading
  const copy = (event: ClipboardEvent) => {
    event.preventDefault()
    onCopy()
  }
  return (
    <div className="phone-mode" onCopy={copy}>
      {/* The list below says the same, character by character. The gaps are margins: the text is the raw value. */}
      <p className="secret phone-secret" translate="no" lang="en" aria-hidden>
        {groupForReading(numbered).map((group, groupIndex) => (
          <span key={groupIndex} className="phone-group" data-current={groupAt(stop) === groupIndex}>
            {group.map(({ character, kind, index }) => (
              <span
                key={index}
                className={`phone-character kind-${kind}`}
                data-current={stop.at === 'character' && stop.index === index}
              >
                {character}
              </span>
            ))}
          </span>
        ))}
      </p>
      <div className="phone-legend">
        {kinds.map(({ kind, sample }) => (
          <span key={kind}>
            <span className={`legend-sample kind-${kind}`} aria-hidden>
              {sample}
            </span>
            {t(`phone.legend.${kind}`)}
          </span>
        ))}
        <AlphabetSwitch />
      </div>
      <ReadingNow characters={characters} reading={reading} />
      <ReadingList characters={characters} reading={reading} />
      {reading.isConfirmed && (
        <p className="success-line">
          <CheckmarkCircle24Filled aria-hidden />
          <strong>{t('phone.allRepeated')}</strong>
        </p>
      )}
    </div>
  )
}
