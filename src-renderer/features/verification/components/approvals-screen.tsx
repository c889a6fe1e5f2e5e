import { CheckmarkCircle20Regular } from '@fluentui/react-icons/svg/checkmark-circle'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Verification } from '../../../../src-shared/api/verifications.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { ReauthenticateDialog } from '../../../components/reauthenticate-dialog.tsx'
import { SkeletonRows } from '../../../components/skeleton-rows.tsx'
import { useResetOnReconnect } from '../../../components/use-reset-on-reconnect.ts'
import { toDeskError } from '../../../lib/desk.ts'
import { focusOnMount } from '../../../lib/focus-on-mount.ts'
import { useDecideVerification, type Decision } from '../api/approve-verifications.ts'
import { useAwaitedVerifications } from '../api/await-verifications.ts'
import { ApprovalsTable } from './approvals-table.tsx'
import { RefuseQuestion } from './refuse-question.tsx'

interface Asked {
  readonly verification: Verification
  readonly decision: Decision['decision']
}

/** 本人確認待ち: verifications of colleagues that wait for a second person (H2). */
export function ApprovalsScreen({ userId }: { readonly userId: string }) {
  const { t } = useTranslation()
  const awaited = useAwaitedVerifications()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [refusing, setRefusing] = useState<Verification | null>(null)
  const [asksPassword, setAsksPassword] = useState(false)
  const [decided, setDecided] = useState<Asked | null>(null)
  const decide = useDecideVerification()
  useResetOnReconnect(decide)
  const items = awaited.data?.items ?? []

  const send = (wanted: Asked) => {
    const { verification, decision } = wanted
    setAsked(wanted)
    setDecided(null)
    decide.mutate(
      { verificationId: verification.verificationId, decision },
      {
        onSuccess: () => {
          setRefusing(null)
          setDecided(wanted)
        },
        onError: (reason) => setAsksPassword(toDeskError(reason).code === 'reauth_required'),
      },
    )
  }
  /** Nothing is told of what failed before; what is under way goes on, and its end is told beside the queue. */
  const ask = (verification: Verification | null) => {
    if (!decide.isPending) decide.reset()
    setRefusing(verification)
  }

  return (
    <section className="stack">
      <PageHeading>{t('approvals.title')}</PageHeading>
      <p>{t('approvals.lead')}</p>
      {awaited.isPending && <SkeletonRows count={3} label={t('approvals.loading')} />}
      {decided && <DecisionNotice key={decided.verification.verificationId} {...decided} />}
      {decide.isError && !asksPassword && !refusing && <ErrorNotice reason={decide.error} />}
      {awaited.data && <p className="result-count">{t('approvals.count', { count: awaited.data.total })}</p>}
      {awaited.data?.total === 0 && <EmptyState title={t('approvals.empty')} text={t('approvals.emptyText')} />}
      {items.length > 0 && (
        <ApprovalsTable
          verifications={items}
          ownUserId={userId}
          pendingId={decide.isPending ? decide.variables.verificationId : null}
          onApprove={(verification) => send({ verification, decision: 'approve' })}
          onRefuse={ask}
        />
      )}
      {awaited.isError && <ErrorNotice reason={awaited.error} onRetry={() => void awaited.refetch()} />}
      {refusing && !asksPassword && (
        <RefuseQuestion
          verification={refusing}
          pending={decide.isPending}
          failure={decide.error}
          onConfirm={() => send({ verification: refusing, decision: 'refuse' })}
          onCancel={() => ask(null)}
        />
      )}
      {asksPassword && (
        <ReauthenticateDialog
          onDone={() => {
            setAsksPassword(false)
            if (asked) send(asked)
          }}
          onCancel={() => {
            setAsksPassword(false)
            ask(null)
          }}
        />
      )}
    </section>
  )
}

/** What was decided. It takes the focus, which would go away with the row. */
function DecisionNotice({ verification, decision }: Asked) {
  const { t } = useTranslation()
  const { userName, loginId } = verification
  return (
    <p ref={focusOnMount} tabIndex={-1} className="success-line">
      <CheckmarkCircle20Regular aria-hidden />
      {t(decision === 'approve' ? 'approvals.approved' : 'approvals.declined', { userName, loginId })}
    </p>
  )
}
