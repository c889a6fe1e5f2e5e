import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { SpokenCharacter } from '../../../../src-shared/domain/read-aloud.ts'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { SpeakButton } from './speak-button.tsx'
import type { Reading } from './use-reading.ts'

interface ReadingNowProps {
  readonly characters: readonly SpokenCharacter[]
  readonly reading: Reading
}

/** What is to be said now, in big type: a character, or that the caller is to repeat a group. */
export function ReadingNow({ characters, reading }: ReadingNowProps) {
  const { t } = useTranslation()
  const { speaksAloud } = useDeskState().settings
  const { stop } = reading
  const now = stop.at === 'character' ? characters[stop.index] : undefined
  return (
    <div className="reading-now">
      {now && stop.at === 'character' ? (
        <>
          <span className={`reading-now-character kind-${now.kind}`} aria-hidden translate="no">
            {now.character}
          </span>
          <p className="reading-now-words">
            <span className="quiet">{t('phone.at', { position: stop.index + 1, total: characters.length })}</span>
            <strong>{now.reading}</strong>
          </p>
        </>
      ) : (
        <Pause reading={reading} />
      )}
      <div className="reading-now-actions">
        {speaksAloud && now && <SpeakButton text={now.spoken} />}
        <Button
          aria-keyshortcuts="ArrowLeft"
          disabledFocusable={reading.isFirst}
          onClick={() => reading.step('ArrowLeft')}
        >
          {t('phone.previous')}
          <kbd className="button-key" aria-hidden>
            ←
          </kbd>
        </Button>
        <Button
          aria-keyshortcuts="ArrowRight Space"
          disabledFocusable={reading.isLast}
          onClick={() => reading.step('ArrowRight')}
        >
          {t('phone.next')}
          <kbd className="button-key" aria-hidden>
            →
          </kbd>
        </Button>
      </div>
    </div>
  )
}

/** After a group: the caller repeats it before the next one is said. */
function Pause({ reading }: { readonly reading: Reading }) {
  const { t } = useTranslation()
  if (reading.stop.at !== 'pause') return null
  const { group } = reading.stop
  return (
    <p className="reading-now-words reading-pause">
      <span className="quiet">{t('phone.pause', { group: group + 1 })}</span>
      <strong>
        {reading.repeated.has(group) ? t('phone.pauseDone') : t('phone.pauseNext')}{' '}
        {!reading.repeated.has(group) && <kbd>{group + 1}</kbd>}
      </strong>
    </p>
  )
}
