import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConnectionState } from '../../../components/connection-state.tsx'
import { HelpLink } from '../../../components/help-link.tsx'
import { LanguageSwitch } from '../../../components/language-switch.tsx'
import { useChangeServer } from '../../../lib/change-server.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { LoginForm } from './login-form.tsx'
import { SessionEndedNotice } from './session-ended-notice.tsx'
import { TrialCard } from './trial-card.tsx'

/** ログイン, with what helps a first-time visitor of the trial beside it. */
export function LoginScreen() {
  const { t } = useTranslation()
  const { info, sessionView, connection } = useDeskState()
  const changeServer = useChangeServer()
  const [loginId, setLoginId] = useState('')
  const [password, setPassword] = useState('')
  const submit = useRef<HTMLButtonElement>(null)

  return (
    <main className="front-page">
      <div className="front-columns">
        <section className="front-card" aria-labelledby="login-title">
          <p className="product-name">{t('app.title')}</p>
          <h1 id="login-title" className="page-heading">
            {t('login.title')}
          </h1>
          {sessionView.endedBecause && <SessionEndedNotice code={sessionView.endedBecause} />}
          <LoginForm
            loginId={loginId}
            password={password}
            onLoginId={setLoginId}
            onPassword={setPassword}
            submitRef={submit}
          />
          <div className="server-line">
            <span className="quiet">
              {info.trial ? t('login.trialServer') : t('login.server', { server: info.serverUrl ?? '' })}{' '}
              {changeServer && (
                <button type="button" className="text-button" onClick={changeServer}>
                  {t('serverCard.change')}
                </button>
              )}
            </span>
            <LanguageSwitch />
          </div>
          {connection.state !== 'connected' && <ConnectionState />}
          <HelpLink />
        </section>
        {info.trial && (
          <TrialCard
            accounts={info.trial.accounts}
            onChoose={(account) => {
              setLoginId(account.loginId)
              setPassword(account.password)
              submit.current?.focus()
            }}
          />
        )}
      </div>
    </main>
  )
}
