import { useTranslation } from 'react-i18next'
import type { DeskError } from '../../src-shared/ipc/envelope.ts'

/** Small print under an error: the code and the request number, for the helpdesk to quote. */
export function ErrorReference({ error }: { readonly error: Pick<DeskError, 'code' | 'traceId'> }) {
  const { t } = useTranslation()
  return (
    <span className="error-reference">
      <span>{t('error.code', { code: error.code })}</span>
      {error.traceId !== '-' && (
        // Enough to find it in a log; the whole of it is in the tooltip.
        <span title={error.traceId}>{t('error.trace', { traceId: error.traceId.slice(0, 8) })}</span>
      )}
    </span>
  )
}
