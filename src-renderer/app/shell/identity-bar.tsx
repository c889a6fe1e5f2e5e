import { useTranslation } from 'react-i18next'
import type { SessionUser } from '../../../src-shared/api/sessions.ts'

/** The seed's header line: who is logged in. One row; where it is too narrow the member's name is cut first. */
export function IdentityBar({ user }: { readonly user: SessionUser }) {
  const { t } = useTranslation()
  const facts = [
    { key: 'member-id', label: t('label.memberId'), value: user.memberId, code: true },
    { key: 'member-name', label: t('label.memberName'), value: user.memberName, code: false },
    { key: 'login-id', label: t('label.loginId'), value: user.loginId, code: true },
    { key: 'user-name', label: t('label.headerUserName'), value: user.userName, code: false },
    { key: 'role', label: t('label.role'), value: t(`role.${user.role}`), code: false },
  ]
  return (
    <dl className="identity-bar" aria-label={t('shell.identity')}>
      {facts.map((fact) => (
        <div key={fact.key} className={`identity-fact identity-${fact.key}`}>
          <dt>{fact.label}</dt>
          <dd className={fact.code ? 'code' : ''} title={fact.value}>
            {fact.value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
