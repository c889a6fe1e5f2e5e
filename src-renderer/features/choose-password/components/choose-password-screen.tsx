import { useTranslation } from 'react-i18next'
import type { SessionUser } from '../../../../src-shared/api/sessions.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { SkeletonRows } from '../../../components/skeleton-rows.tsx'
import { usePolicy } from '../../../lib/use-policy.ts'
import { ChoosePasswordForm } from './choose-password-form.tsx'

interface ChoosePasswordScreenProps {
  readonly user: SessionUser
  readonly onChosen: () => void
}

/** 新パスワードの再設定: the only thing a session may do that began with a temporary password. */
export function ChoosePasswordScreen({ user, onChosen }: ChoosePasswordScreenProps) {
  const { t } = useTranslation()
  const policy = usePolicy()
  return (
    <section className="stack narrow">
      <PageHeading takesFocus={false}>{t('choose.title')}</PageHeading>
      <p>{t('choose.lead')}</p>
      {policy.isPending && <SkeletonRows count={4} label={t('choose.rules')} />}
      {policy.isError && <ErrorNotice reason={policy.error} onRetry={() => void policy.refetch()} />}
      {policy.data && <ChoosePasswordForm user={user} rules={policy.data.newPassword} onChosen={onChosen} />}
    </section>
  )
}
