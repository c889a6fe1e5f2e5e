import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Verification } from '../../../../src-shared/api/verifications.ts'
import { useAnnounce } from '../../../components/announcer.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { ReauthenticateDialog } from '../../../components/reauthenticate-dialog.tsx'
import { SkeletonRows } from '../../../components/skeleton-rows.tsx'
import { toDeskError } from '../../../lib/desk.ts'
import { useAwaitedVerifications, useDecideVerification, type Decision } from '../api/approve-verifications.ts'
import { ApprovalsTable } from './approvals-table.tsx'

/** 本人確認待ち: verifications of colleagues that wait for a second person (H2). */
export function ApprovalsScreen({ userId }: { readonly userId: string }) {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const awaited = useAwaitedVerifications()
  const [asked, setAsked] = useState<Decision | null>(null)
  const decide = useDecideVerification((reason, decision) => {
    if (toDeskError(reason).code === 'reauth_required') setAsked(decision)
  })
  const items = awaited.data?.items ?? []

  const send = (decision: Decision, { userName, loginId }: Pick<Verification, 'userName' | 'loginId'>) =>
    decide.mutate(decision, {
      onSuccess: () =>
        announce(
          t(decision.decision === 'approve' ? 'approvals.approved' : 'approvals.declined', { userName, loginId }),
        ),
    })
  const sendAgain = () => {
    const verification = items.find(({ verificationId }) => verificationId === asked?.verificationId)
    if (asked && verification) send(asked, verification)
    setAsked(null)
  }

  return (
    <section className="stack">
      <PageHeading>{t('approvals.title')}</PageHeading>
      <p>{t('approvals.lead')}</p>
      {awaited.isPending && <SkeletonRows count={3} label={t('approvals.loading')} />}
      {awaited.data && <output className="result-count">{t('approvals.count', { count: awaited.data.total })}</output>}
      {awaited.data?.total === 0 && <EmptyState title={t('approvals.empty')} text={t('approvals.emptyText')} />}
      {items.length > 0 && (
        <ApprovalsTable
          verifications={items}
          ownUserId={userId}
          pendingId={decide.isPending ? decide.variables.verificationId : null}
          onDecide={(verification, decision) =>
            send({ verificationId: verification.verificationId, decision }, verification)
          }
        />
      )}
      {decide.isError && <ErrorNotice reason={decide.error} />}
      {awaited.isError && <ErrorNotice reason={awaited.error} onRetry={() => void awaited.refetch()} />}
      {asked && <ReauthenticateDialog onDone={sendAgain} onCancel={() => setAsked(null)} />}
    </section>
  )
}
