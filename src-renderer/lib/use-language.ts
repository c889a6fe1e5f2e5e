import { useTranslation } from 'react-i18next'
import type { Language } from '../../src-shared/domain/time.ts'

/** The language of the page, for texts that come from `src-shared` (errors, instants). */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'ja'
}
