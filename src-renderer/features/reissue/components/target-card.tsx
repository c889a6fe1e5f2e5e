import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import { formatInstant } from '../../../../src-shared/domain/time.ts'
import { UserStateBadge } from '../../../components/user-state-badge.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { TargetDirectory } from './target-directory.tsx'
import { TargetWarnings } from './target-warnings.tsx'

/** For whom: what is registered, what happened lately, and what to mind. */
export function TargetCard({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const last = user.lastReissue
  const at = (instant: string) => <span className="instant">{formatInstant(instant, user.timeZone, language)}</span>
  return (
    <section className="card stack" aria-labelledby="target-title">
      <h2 id="target-title" className="card-heading">
        {t('reissue.target')}
      </h2>
      <div className="target-name">
        <strong>{user.userName}</strong>
        <UserStateBadge user={user} />
      </div>
      <TargetWarnings warnings={user.warnings} timeZone={user.timeZone} />
      <dl className="facts">
        <Fact label={t('label.userId')} value={user.userId} code />
        <Fact label={t('label.loginId')} value={user.loginId} code />
        <Fact label={t('label.role')} value={t(`role.${user.role}`)} />
        <Fact label={t('label.memberId')} value={user.memberId} code />
        <Fact label={t('label.memberName')} value={user.memberName} />
        <Fact label={t('label.phone')} value={user.phone} code />
        <Fact label={t('label.fax')} value={user.fax} code />
        <Fact label={t('label.email')} value={user.email} code />
        <Fact
          label={t('reissue.lastReissue')}
          value={
            last ? (
              <>
                {at(last.issuedAt)} <span className="unbroken">{last.issuedBy.userName}</span>
              </>
            ) : (
              t('reissue.lastReissueNone')
            )
          }
        />
        {user.temporaryPasswordExpiresAt && (
          <Fact label={t('reissue.temporaryUntil')} value={at(user.temporaryPasswordExpiresAt)} />
        )}
      </dl>
      {user.directory && <TargetDirectory directory={user.directory} />}
    </section>
  )
}

interface FactProps {
  readonly label: string
  readonly value: ReactNode
  readonly code?: boolean
}

function Fact({ label, value, code = false }: FactProps) {
  const { t } = useTranslation()
  const shown: ReactNode = value === null || value === '' ? <span className="quiet">{t('unregistered')}</span> : value
  return (
    <>
      <dt>{label}</dt>
      <dd className={code && value ? 'code' : ''}>{shown}</dd>
    </>
  )
}
