import { Badge, Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { SampleAccount } from '../../../../src-shared/ipc/contract.ts'

interface TrialCardProps {
  readonly accounts: readonly SampleAccount[]
  readonly onChoose: (account: SampleAccount) => void
}

/** The sample accounts of the trial server, while their passwords are known; otherwise how to make new ones. */
export function TrialCard({ accounts, onChoose }: TrialCardProps) {
  const { t } = useTranslation()
  return (
    <section className="front-card trial-card" aria-labelledby="trial-title">
      <h2 id="trial-title" className="card-heading">
        {t('login.trialTitle')}
      </h2>
      {accounts.length === 0 ? (
        <>
          <p>{t('login.trialGone')}</p>
          <p className="command code">{t('login.trialCommand')}</p>
        </>
      ) : (
        <>
          <p>{t('login.trialText')}</p>
          <ul className="trial-accounts">
            {accounts.map((account) => (
              <TrialAccount key={account.loginId} account={account} onChoose={() => onChoose(account)} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function TrialAccount({ account, onChoose }: { readonly account: SampleAccount; readonly onChoose: () => void }) {
  const { t } = useTranslation()
  const factsId = `trial-${account.loginId}`
  return (
    <li className="trial-account">
      <div id={factsId} className="trial-facts">
        <span className="trial-name quiet" title={account.memberName}>
          {account.memberName}
        </span>
        <span className="trial-who">
          <Badge appearance="outline" color="informative">
            {t(`role.${account.role}`)}
          </Badge>
          <span className="trial-name" title={account.userName}>
            {account.userName}
          </span>
        </span>
        <span className="code">{account.loginId}</span>
        <span className="code">{account.password}</span>
      </div>
      <Button size="small" onClick={onChoose} aria-describedby={factsId}>
        {t('login.trialFill')}
      </Button>
    </li>
  )
}
