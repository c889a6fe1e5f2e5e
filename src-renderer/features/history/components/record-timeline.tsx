import { ArrowClockwise16Regular } from '@fluentui/react-icons/svg/arrow-clockwise'
import { CheckmarkCircle16Regular } from '@fluentui/react-icons/svg/checkmark-circle'
import { ChatMultiple16Regular } from '@fluentui/react-icons/svg/chat-multiple'
import { Clock16Regular } from '@fluentui/react-icons/svg/clock'
import { Copy16Regular } from '@fluentui/react-icons/svg/copy'
import { ErrorCircle16Regular } from '@fluentui/react-icons/svg/error-circle'
import { Key16Regular } from '@fluentui/react-icons/svg/key'
import { PersonVoice16Regular } from '@fluentui/react-icons/svg/person-voice'
import { Print16Regular } from '@fluentui/react-icons/svg/print'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueRecord } from '../../../../src-shared/api/reissues.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { toTimeline, type TimelineStep } from '../model/timeline.ts'

const icons: Readonly<Record<TimelineStep['kind'], ReactElement>> = {
  issued: <Key16Regular />,
  copied: <Copy16Regular />,
  read_aloud: <PersonVoice16Regular />,
  printed: <Print16Regular />,
  confirmed: <ChatMultiple16Regular />,
  used: <CheckmarkCircle16Regular />,
  expired: <ErrorCircle16Regular />,
  superseded: <ArrowClockwise16Regular />,
  expires: <Clock16Regular />,
}

/** What happened to it and when, in the member’s zone; what is still ahead comes last. */
export function RecordTimeline({ record }: { readonly record: ReissueRecord }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <section className="stack-tight">
      <h3 className="card-heading">{t('historyRecord.timeline')}</h3>
      <ol className="timeline">
        {toTimeline(record).map((step) => (
          <li key={step.kind} className={step.isAhead ? 'timeline-step timeline-ahead' : 'timeline-step'}>
            <span className="timeline-mark" aria-hidden>
              {icons[step.kind]}
            </span>
            <span>
              <span className="timeline-word">{t(`historyRecord.steps.${step.kind}`)}</span>
              <time dateTime={step.at} className="instant timeline-at">
                {formatInstant(step.at, record.timeZone, language)}
              </time>
            </span>
          </li>
        ))}
      </ol>
      {record.handovers.length === 0 && <p className="quiet">{t('historyRecord.noHandover')}</p>}
    </section>
  )
}
