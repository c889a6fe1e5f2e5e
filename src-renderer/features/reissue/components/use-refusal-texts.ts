import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '../../../../src-shared/errors/catalogue.ts'
import type { ErrorText } from '../../../../src-shared/errors/error-kind.ts'

/** The catalogue speaks to whoever logs in; here the disabled ID is somebody else's. */
export function useRefusalTexts(): Partial<Readonly<Record<ErrorCode, ErrorText>>> {
  const { t } = useTranslation()
  return { account_disabled: { what: t('reissue.disabled'), next: t('reissue.disabledNext') } }
}
