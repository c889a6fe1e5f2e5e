import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { LanguageSwitch } from '../../../components/language-switch.tsx'
import { DeskFailure } from '../../../lib/desk.ts'
import { focusOnMount } from '../../../lib/focus-on-mount.ts'

/** Which server this desk has to work with is laid down somewhere, and cannot be read: nothing is offered instead. */
export function RulesUnreadableScreen() {
  const { t } = useTranslation()
  const [rulesUnreadable] = useState(() => new DeskFailure({ code: 'rules_unreadable', traceId: '-' }))
  return (
    <main className="front-page">
      <section className="front-card" aria-labelledby="rules-title">
        <p className="product-name">{t('app.title')}</p>
        <h1 id="rules-title" className="page-heading" tabIndex={-1} ref={focusOnMount}>
          {t('firstStart.rulesTitle')}
        </h1>
        <ErrorNotice reason={rulesUnreadable} />
        <div className="server-line">
          <span />
          <LanguageSwitch />
        </div>
      </section>
    </main>
  )
}
