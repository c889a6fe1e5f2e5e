import { useTranslation } from 'react-i18next'
import { formatValidity } from '../../../../src-shared/domain/time.ts'
import type { SlipOrder } from '../../../../src-shared/ipc/slip-schema.ts'
import type { SlipButtonProps } from './slip-button.tsx'

interface SlipPreviewProps extends Pick<SlipButtonProps, 'receipt' | 'user'> {
  readonly order: Pick<SlipOrder, 'paper' | 'language'>
  readonly withPassword: boolean
}

/** The slip in small and in its own language. The password is never in it: dots stand where it will be. */
export function SlipPreview({ order, receipt, user, withPassword }: SlipPreviewProps) {
  const { t, i18n } = useTranslation()
  const { language } = order
  const say = i18n.getFixedT(language)
  return (
    <figure className="slip-preview">
      <figcaption className="quiet">{t('slip.preview')}</figcaption>
      <div className={`slip-sheet slip-sheet-${order.paper}`} lang={language}>
        <p className="slip-sheet-title">{say('slip.sheet.title')}</p>
        <p className="slip-sheet-to">{say('slip.sheet.to', { userName: user.userName })}</p>
        <dl className="slip-sheet-facts">
          <dt>{say('slip.sheet.loginId')}</dt>
          <dd className="code">{receipt.loginId}</dd>
          <dt>{say('slip.sheet.password')}</dt>
          <dd className="code slip-sheet-secret">{say(withPassword ? 'slip.sheet.masked' : 'slip.sheet.boxes')}</dd>
          <dt>{say('slip.sheet.validUntil')}</dt>
          <dd className="slip-sheet-validity">{formatValidity(receipt.expiresAt, user.timeZone, language)}</dd>
        </dl>
        <span className="slip-sheet-line" />
        <span className="slip-sheet-line" />
        <span className="slip-sheet-line slip-sheet-line-short" />
      </div>
    </figure>
  )
}
