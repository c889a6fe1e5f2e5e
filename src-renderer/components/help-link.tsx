import { useTranslation } from 'react-i18next'
import { useOpenHelp } from '../lib/open-help.tsx'

/** The way to the help on the screens before the menu: always at the foot, always with the same words (WCAG 3.2.6). */
export function HelpLink() {
  const { t } = useTranslation()
  const openHelp = useOpenHelp()
  if (!openHelp) return null
  return (
    <button type="button" className="text-button" aria-keyshortcuts="F1" onClick={openHelp}>
      {t('help.open')}
    </button>
  )
}
