import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { HelpLink } from '../../../components/help-link.tsx'
import { LanguageSwitch } from '../../../components/language-switch.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useEscape } from '../../../lib/use-escape.ts'
import { ConnectForm } from './connect-form.tsx'
import { TryCard } from './try-card.tsx'

export interface FirstStartScreenProps {
  /** Back to where another server was asked for; null at the first start, when there is nowhere to go back to. */
  readonly onBack: (() => void) | null
}

/** 接続先を決める: connect to a server, or try it here (flow E). */
export function FirstStartScreen({ onBack }: FirstStartScreenProps) {
  const { t } = useTranslation()
  const { server } = useDeskState()
  useEscape(onBack)
  const address = server.kind === 'given' ? (server.url ?? '') : ''
  return (
    <main className="front-page">
      <div className="front-columns">
        <section className="front-card connect-card" aria-labelledby="first-start-title">
          <p className="product-name">{t('app.title')}</p>
          <h1 id="first-start-title" className="page-heading">
            {t('firstStart.title')}
          </h1>
          <p>{t('firstStart.lead')}</p>
          {onBack && <p>{t('firstStart.leaving')}</p>}
          <ConnectForm initialAddress={address} />
          <div className="server-line">
            <span className="actions">
              {onBack && (
                <Button size="small" onClick={onBack}>
                  {t('firstStart.back')}
                </Button>
              )}
              <HelpLink />
            </span>
            <LanguageSwitch />
          </div>
        </section>
        {server.mayTryHere && server.kind !== 'trial' && <TryCard />}
      </div>
    </main>
  )
}
