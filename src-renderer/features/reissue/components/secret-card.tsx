import { useTranslation } from 'react-i18next'
import type { ReactNode } from 'react'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import type { CopySecret } from './use-copy-secret.ts'
import { PhoneMode } from './phone-mode.tsx'
import { SecretActions } from './secret-actions.tsx'
import { SecretText } from './secret-text.tsx'
import type { Reading } from './use-reading.ts'
import type { SecretVisibilityControl } from './use-secret-visibility.ts'

interface SecretCardProps {
  readonly secret: string
  readonly copy: CopySecret
  readonly cover: SecretVisibilityControl
  readonly reading: Reading
  readonly isReading: boolean
  readonly onToggleReading: () => void
  /** Until when it is valid, and what is left of it. */
  readonly validity: ReactNode
  readonly slip: ReactNode
}

const notes = {
  shown: 'done.legend',
  covered: 'done.coveredByHand',
  'covered-by-desk': 'done.coveredByDesk',
} as const

/** The temporary password, large or for the telephone, and the ways to hand it over. */
export function SecretCard(props: SecretCardProps) {
  const { t } = useTranslation()
  const { secret, copy, isReading } = props
  const { visibility } = props.cover
  const isShown = visibility === 'shown'
  return (
    <section className="card stack" aria-labelledby="secret-title">
      <div className="secret-head">
        <h2 id="secret-title" className="card-heading">
          {t('done.password')}
        </h2>
        {props.validity}
      </div>
      <SecretActions
        copy={copy}
        cover={props.cover}
        isReading={isReading}
        onToggleReading={props.onToggleReading}
        slip={props.slip}
      />
      {copy.error !== null && <ErrorNotice reason={copy.error} />}
      {!isShown && <p className="secret secret-covered">{t('done.covered')}</p>}
      {isShown && isReading && <PhoneMode secret={secret} reading={props.reading} onCopy={copy.run} />}
      {isShown && !isReading && <SecretText secret={secret} onCopy={copy.run} />}
      {!(isShown && isReading) && <p className="quiet">{t(notes[visibility])}</p>}
    </section>
  )
}
