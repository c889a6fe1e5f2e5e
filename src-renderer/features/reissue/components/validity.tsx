import { useTranslation } from 'react-i18next'
import type { ReissueReceipt } from '../../../../src-shared/api/reissues.ts'
import { formatValidity } from '../../../../src-shared/domain/time.ts'
import { useLanguage } from '../../../lib/use-language.ts'

const hourMs = 3_600_000

interface ValidityProps {
  readonly receipt: ReissueReceipt
  readonly timeZone: string
}

/** Until when, in full (U8), and how long that is: by the server’s clock, since the screen stays for minutes only. */
export function Validity({ receipt, timeZone }: ValidityProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const hours = Math.floor((Date.parse(receipt.expiresAt) - Date.parse(receipt.issuedAt)) / hourMs)
  return (
    <p className="validity">
      <strong className="instant">{formatValidity(receipt.expiresAt, timeZone, language)}</strong>{' '}
      <span className="quiet unbroken">{t('done.hoursLeft', { count: hours })}</span>
    </p>
  )
}
