import { useTranslation } from 'react-i18next'
import type { ErrorCode } from '../../src-shared/errors/catalogue.ts'
import type { ErrorText } from '../../src-shared/errors/error-kind.ts'
import { useDeskState } from './desk-state.tsx'

/** The catalogue speaks to whoever logs in; here the ID that is disabled, or gone, is somebody else's. */
export function useRefusalTexts(): Partial<Readonly<Record<ErrorCode, ErrorText>>> {
  const { t } = useTranslation()
  const { sessionView } = useDeskState()
  const isHelpdesk = sessionView.session?.user.role === 'helpdesk'
  return {
    account_disabled: {
      what: t('reissue.disabled'),
      next: t(isHelpdesk ? 'reissue.disabledNextHelpdesk' : 'reissue.disabledNext'),
    },
    not_found: { what: t('reissue.gone'), next: t('reissue.goneNext') },
  }
}
