import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useLeave } from '../../../components/leave-guard.tsx'
import { useChangeServer } from '../../../lib/change-server.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { CertificateFacts } from './certificate-facts.tsx'

/** 接続先, for the settings: which server, its certificate, and the way to another one unless the organisation has fixed it. */
export function ServerCard() {
  const { t } = useTranslation()
  const { server } = useDeskState()
  const changeServer = useChangeServer()
  const leave = useLeave()
  return (
    <section className="card stack" aria-labelledby="server-card-title">
      <h3 id="server-card-title" className="card-heading">
        {t('serverCard.title')}
      </h3>
      <dl className="facts">
        <dt>{t('serverCard.address')}</dt>
        <dd>
          <span className="code">{server.url}</span> {server.kind === 'trial' && t('serverCard.trial')}
        </dd>
      </dl>
      {server.certificate && <CertificateFacts certificate={server.certificate} />}
      {changeServer ? (
        <div>
          <Button onClick={() => leave(changeServer)}>{t('serverCard.change')}</Button>
        </div>
      ) : (
        <p className="quiet">{t('serverCard.locked')}</p>
      )}
    </section>
  )
}
