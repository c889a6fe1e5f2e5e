import { Checkbox } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { groupForReading, type SpokenCharacter } from '../../../../src-shared/domain/read-aloud.ts'
import { groupAt } from '../model/step-through.ts'
import type { Reading } from './use-reading.ts'

interface ReadingListProps {
  readonly characters: readonly SpokenCharacter[]
  readonly reading: Reading
}

/** Every character with its reading, a row for each group, and the tick for what the caller has repeated (U12, U19). */
export function ReadingList({ characters, reading }: ReadingListProps) {
  const { t } = useTranslation()
  const { stop } = reading
  const numbered = characters.map((character, index) => ({ ...character, index }))
  return (
    <ol className="reading-list" aria-label={t('phone.list')}>
      {groupForReading(numbered).map((group, groupIndex) => (
        <li key={groupIndex} className="reading-row" data-current={groupAt(stop) === groupIndex}>
          <span className="reading-row-name">{t('phone.group', { group: groupIndex + 1 })}</span>
          <ol className="reading-cells">
            {group.map(({ character, kind, name, word, index }) => (
              <li key={index}>
                {/* Reached by the keys of the reading; a tab stop for each would be up to 32 of them. */}
                <button
                  type="button"
                  tabIndex={-1}
                  className="reading-cell"
                  aria-current={stop.at === 'character' && stop.index === index ? 'step' : undefined}
                  onClick={() => reading.goTo(index)}
                >
                  <span className={`reading-character kind-${kind}`} aria-hidden translate="no">
                    {character}
                  </span>
                  <span className="reading-words">
                    <span>{name}</span> <span>{word}</span>
                  </span>
                </button>
              </li>
            ))}
          </ol>
          <Checkbox
            className="reading-tick"
            checked={reading.repeated.has(groupIndex)}
            aria-label={t('phone.repeatedGroup', { group: groupIndex + 1 })}
            aria-keyshortcuts={String(groupIndex + 1)}
            label={
              <>
                {t('phone.repeated')} <kbd aria-hidden>{groupIndex + 1}</kbd>
              </>
            }
            onChange={() => reading.tick(groupIndex)}
          />
        </li>
      ))}
    </ol>
  )
}
