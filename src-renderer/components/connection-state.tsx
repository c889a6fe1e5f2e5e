import { PlugConnected16Regular } from '@fluentui/react-icons/svg/plug-connected'
import { PlugDisconnected16Regular } from '@fluentui/react-icons/svg/plug-disconnected'
import { useTranslation } from 'react-i18next'
import type { ConnectionView } from '../../src-shared/ipc/server-schema.ts'
import { useDeskState } from '../lib/desk-state.tsx'
import { formatClock, formatDayAndClock } from '../lib/format-clock.ts'
import { useLanguage } from '../lib/use-language.ts'

const classes = {
  connected: 'connection',
  slow: 'connection connection-slow',
  unreachable: 'connection connection-lost',
} as const satisfies Record<ConnectionView['state'], string>

/** How the server can be reached right now: why not, since when, and as of when the history is meanwhile (R14). Read out politely. */
export function ConnectionState() {
  const { t } = useTranslation()
  const language = useLanguage()
  const { connection, offlineHistory } = useDeskState()
  const { state, reason, since } = connection
  const isLost = state === 'unreachable'
  const word = () => {
    if (state === 'connected') return t('shell.connected')
    if (isLost) return t('shell.unreachable')
    return reason === null ? t('connection.slow') : t('connection.waiting')
  }
  // The last of the times says whose they are: of this PC, unlike those of the screen above (U8).
  const sinceKey = offlineHistory.asOf === null ? 'connection.sinceHere' : 'connection.since'
  const details = [
    { name: 'reason', text: isLost && reason !== null && t(`connection.reason.${reason}`) },
    { name: 'since', text: isLost && since !== null && t(sinceKey, { at: formatClock(since) }) },
    {
      name: 'as-of',
      text:
        isLost &&
        offlineHistory.asOf !== null &&
        t('connection.asOf', { at: formatDayAndClock(offlineHistory.asOf, language) }),
    },
  ]
  return (
    <output className={classes[state]}>
      {isLost ? <PlugDisconnected16Regular aria-hidden /> : <PlugConnected16Regular aria-hidden />}
      <span title={word()}>{word()}</span>
      {details.map(
        ({ name, text }) =>
          text !== false && (
            <span key={name} className={`connection-detail connection-${name}`} title={text}>
              {text}
            </span>
          ),
      )}
    </output>
  )
}
