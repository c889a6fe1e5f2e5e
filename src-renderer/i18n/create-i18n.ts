import i18next, { type i18n as I18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../src-shared/domain/time.ts'
import { en } from './en/en.ts'
import { ja } from './ja/ja.ts'

/** The texts in both languages, ready at once: everything is bundled, nothing is fetched. */
export function createI18n(language: Language): I18n {
  const instance = i18next.createInstance()
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'ja',
    initAsync: false,
    resources: { ja: { translation: ja }, en: { translation: en } },
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  })
  return instance
}
