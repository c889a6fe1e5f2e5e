import { FluentProvider, webDarkTheme, webLightTheme, type Theme } from '@fluentui/react-components'
import { useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'
import { createI18n } from '../i18n/create-i18n.ts'

const fontFamilyBase = '"Segoe UI", "Yu Gothic UI", "Meiryo", "Hiragino Sans", "Noto Sans CJK JP", sans-serif'
const fontFamilyMonospace = '"JetBrains Mono", "Noto Sans Mono CJK JP", monospace'
const lightTheme: Theme = { ...webLightTheme, fontFamilyBase, fontFamilyMonospace }
const darkTheme: Theme = { ...webDarkTheme, fontFamilyBase, fontFamilyMonospace }

/** Language and colours of everything inside; `lang` and the window's title follow. */
export function Appearance({
  language,
  theme,
  children,
}: Pick<Settings, 'language' | 'theme'> & { readonly children: ReactNode }) {
  const i18n = useMemo(() => createI18n(language), [language])
  const systemIsDark = useSystemIsDark()
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark)

  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light'
    document.title = i18n.t('app.title')
  }, [language, dark, i18n])

  return (
    <I18nextProvider i18n={i18n}>
      <FluentProvider theme={dark ? darkTheme : lightTheme} className="desk-root">
        {children}
      </FluentProvider>
    </I18nextProvider>
  )
}

const darkQuery = '(prefers-color-scheme: dark)'

function useSystemIsDark(): boolean {
  return useSyncExternalStore(
    (notify) => {
      const query = window.matchMedia(darkQuery)
      query.addEventListener('change', notify)
      return () => query.removeEventListener('change', notify)
    },
    () => window.matchMedia(darkQuery).matches,
  )
}
