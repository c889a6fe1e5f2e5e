import { Clock16Regular } from '@fluentui/react-icons/svg/clock'
import { useTranslation } from 'react-i18next'
import { useDeskState } from '../lib/desk-state.tsx'

/** Less than this is told to nobody: it matters to no validity, and the server’s clock decides anyway. */
export const notableSkewMs = 60_000

/** Tells that the clocks of this PC and the server differ, and whose counts. */
export function ClockNotice() {
  const { t } = useTranslation()
  const skewMs = useDeskState().connection.clockSkewMs ?? 0
  if (Math.abs(skewMs) <= notableSkewMs) return null
  const minutes = Math.round(Math.abs(skewMs) / 60_000)
  return (
    <span className="clock-notice" title={t('connection.clockNote')}>
      <Clock16Regular aria-hidden />
      {skewMs > 0 ? t('connection.clockAhead', { minutes }) : t('connection.clockBehind', { minutes })}
      <span className="visually-hidden">{t('connection.clockNote')}</span>
    </span>
  )
}
