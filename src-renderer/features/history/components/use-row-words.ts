import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ReissueState } from '../../../../src-shared/api/reissue-states.ts'
import type { Language } from '../../../../src-shared/domain/time.ts'
import { useLanguage } from '../../../lib/use-language.ts'

export interface RowWords {
  readonly t: TFunction
  readonly language: Language
  readonly loading: string
  readonly states: Readonly<Record<ReissueState, string>>
}

/** The words of all rows, looked up once a list instead of in every row. */
export function useRowWords(): RowWords {
  const { t } = useTranslation()
  const language = useLanguage()
  return {
    t,
    language,
    loading: t('history.loadingRow'),
    states: {
      pending: t('reissueState.pending'),
      used: t('reissueState.used'),
      expired: t('reissueState.expired'),
      superseded: t('reissueState.superseded'),
    },
  }
}
