import {
  FluentProvider,
  teamsHighContrastTheme,
  webDarkTheme,
  webLightTheme,
  type Theme,
} from '@fluentui/react-components'
import { useLayoutEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'
import { createI18n } from '../i18n/create-i18n.ts'

const fontFamilyBase = '"Segoe UI", "Yu Gothic UI", "Meiryo", "Hiragino Sans", "Noto Sans CJK JP", sans-serif'
const fontFamilyMonospace = '"JetBrains Mono", "Noto Sans Mono CJK JP", monospace'
const fonts = { fontFamilyBase, fontFamilyMonospace }
const themes = {
  light: { ...webLightTheme, ...fonts },
  dark: { ...webDarkTheme, ...fonts },
  'high-contrast': { ...teamsHighContrastTheme, ...fonts },
} as const satisfies Record<string, Theme>

/** Language and colours of everything inside; `lang` and the window's title follow. */
export function Appearance({
  language,
  theme,
  children,
}: Pick<Settings, 'language' | 'theme'> & { readonly children: ReactNode }) {
  const i18n = useMemo(() => createI18n(language), [language])
  const systemTheme = useSystemTheme()
  const shown = theme === 'system' ? systemTheme : theme

  // Before the effects that move the focus: those compute the whole page’s style, which this would make again.
  useLayoutEffect(() => {
    document.documentElement.lang = language
    document.documentElement.style.colorScheme = shown === 'light' ? 'light' : 'dark'
    document.documentElement.dataset['theme'] = shown
    document.title = i18n.t('app.title')
  }, [language, shown, i18n])

  return (
    <I18nextProvider i18n={i18n}>
      <FluentProvider theme={themes[shown]} className="desk-root">
        {children}
      </FluentProvider>
    </I18nextProvider>
  )
}

/** Before the settings are known, and where they cannot be. */
export const FirstAppearance = ({ children }: { readonly children: ReactNode }) => (
  <Appearance language="ja" theme="system">
    {children}
  </Appearance>
)

const darkQuery = '(prefers-color-scheme: dark)'
/** Where the system forces its own colours it needs no theme of ours for that. */
const contrastQuery = '(prefers-contrast: more) and (forced-colors: none)'

function useSystemTheme(): keyof typeof themes {
  const isDark = useMediaQuery(darkQuery)
  const isContrasting = useMediaQuery(contrastQuery)
  if (isContrasting) return 'high-contrast'
  return isDark ? 'dark' : 'light'
}

function useMediaQuery(text: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const query = window.matchMedia(text)
      query.addEventListener('change', notify)
      return () => query.removeEventListener('change', notify)
    },
    () => window.matchMedia(text).matches,
  )
}
