import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useAnnounce } from '../../../components/announcer.tsx'
import { toDeskError, unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import type { HistoryConditions } from '../model/history-conditions.ts'
import type { ExportEnd } from '../model/history-memory.ts'

/**
 * Writes what the conditions find into a file that the person chooses. It goes on when the screen is left, so its end is
 * given to `onEnd`, which is there for as long as the page; null: it has begun, or no file was chosen.
 */
export function useHistoryExport(onEnd: (end: ExportEnd | null) => void) {
  const desk = useDesk()
  const { t } = useTranslation()
  const language = useLanguage()
  const announce = useAnnounce()
  const start = useMutation({
    mutationFn: (conditions: HistoryConditions) => unwrap(desk.historyExport.start({ ...conditions, language })),
    onMutate: () => onEnd(null),
    onSuccess: ({ outcome, written }) => {
      if (outcome === 'not_chosen') return
      onEnd(outcome === 'saved' ? { kind: 'saved', written } : { kind: 'stopped' })
      announce(outcome === 'saved' ? t('historyExport.saved', { count: written }) : t('historyExport.stopped'))
    },
    onError: (reason) => onEnd({ kind: 'failed', error: toDeskError(reason) }),
  })
  const cancel = useMutation({ mutationFn: () => unwrap(desk.historyExport.cancel({})) })
  return { start, cancel }
}
