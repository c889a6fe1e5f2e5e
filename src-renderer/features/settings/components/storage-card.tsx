import { useTranslation } from 'react-i18next'
import type { OfflineHistoryView } from '../../../../src-shared/ipc/contract.ts'
import { StorageNotice } from '../../../components/storage-notice.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { formatShortInstant } from '../../../lib/format-short-instant.ts'
import { useLanguage } from '../../../lib/use-language.ts'

/** What is kept on this machine: where, how much of the history, as of when and until when. */
export function StorageCard() {
  const { t } = useTranslation()
  const { info, offlineHistory } = useDeskState()
  return (
    <section className="card stack" aria-labelledby="storage-title">
      <h3 id="storage-title" className="card-heading">
        {t('settings.storage')}
      </h3>
      <StorageNotice isDismissible={false} />
      <dl className="facts">
        <dt>{t('settings.storagePlace')}</dt>
        <dd>{t(`settings.storages.${info.storage}`)}</dd>
        <dt>{t('settings.offlineHistory')}</dt>
        <dd>
          <OfflineHistoryFact view={offlineHistory} />
        </dd>
      </dl>
    </section>
  )
}

/** Of this PC, on which it is kept. */
const { timeZone } = Intl.DateTimeFormat().resolvedOptions()

function OfflineHistoryFact({ view }: { readonly view: OfflineHistoryView }) {
  const { t } = useTranslation()
  const language = useLanguage()
  if (view.kept === 'none') return t('settings.offlineNone')
  const parts = [
    t(`settings.offlineKept.${view.kept}`),
    t('settings.offlineEntries', { count: view.entries }),
    view.asOf === null ? '' : t('settings.offlineAsOf', { at: formatShortInstant(view.asOf, timeZone, language) }),
    view.keptUntil === null
      ? ''
      : t('settings.offlineUntil', { at: formatShortInstant(view.keptUntil, timeZone, language) }),
  ]
  return parts
    .filter((part) => part !== '')
    .map((part) => (
      <span key={part} className="fact-part">
        {part}
      </span>
    ))
}
