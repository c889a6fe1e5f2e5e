import { CheckmarkCircle20Regular } from '@fluentui/react-icons/svg/checkmark-circle'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { focusOnMount } from '../../../lib/focus-on-mount.ts'
import { useLanguage } from '../../../lib/use-language.ts'

interface PassNoticeProps {
  readonly until: string
  readonly timeZone: string
}

/** The caller is verified: what that is good for, and how long. Takes the focus from the verification it follows. */
export function PassNotice({ until, timeZone }: PassNoticeProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <p ref={focusOnMount} tabIndex={-1} className="success-line pass-notice">
      <CheckmarkCircle20Regular aria-hidden />
      <span>
        <strong>{t('reissue.passed')}</strong>{' '}
        <span className="notice-next">
          {t('reissue.passedUntil', { at: formatInstant(until, timeZone, language) })}
        </span>
      </span>
    </p>
  )
}
