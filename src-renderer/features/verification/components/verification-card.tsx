import { ShieldTask24Regular } from '@fluentui/react-icons/svg/shield-task'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import type { StartedVerification, Verification } from '../../../../src-shared/api/verifications.ts'
import { SkeletonRows } from '../../../components/skeleton-rows.tsx'
import { toDeskError } from '../../../lib/desk.ts'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useLatestVerification } from '../api/read-verification.ts'
import { useVerificationSteps } from '../api/verify-caller.ts'
import { noProgress, type Progress } from '../model/progress.ts'
import { findLeftBehind } from '../model/resume.ts'
import { BeginVerification } from './begin-verification.tsx'
import { ConcludedVerification } from './concluded-verification.tsx'
import { OpenVerification } from './open-verification.tsx'

interface VerificationCardProps {
  readonly user: UserDetail
  /** A pass that the server has refused for a reissue: it is not offered again. */
  readonly spentId: string | null
  /** It has passed and, where that is asked for, been approved. */
  readonly onPassed: (verification: Verification) => void
  readonly onBack: () => void
}

/** 本人確認: what the helpdesk does before it may reissue (H1). One click refuses a suspicious call, at any time (H5). */
export function VerificationCard({ user, spentId, onPassed, onBack }: VerificationCardProps) {
  const { t } = useTranslation()
  const { sessionView } = useDeskState()
  const latest = useLatestVerification(user.userId)
  const { start, conclude, look } = useVerificationSteps(user.userId)
  const [isFailed, setFailed] = useState(false)
  const [isAnew, setAnew] = useState(false)
  const [openedAtMs] = useState(() => Date.now())
  const ownUserId = sessionView.session?.user.userId ?? ''
  const leftBehind = isAnew ? null : findLeftBehind(latest.data ?? null, { ownUserId, spentId, nowMs: openedAtMs })
  const started = start.data

  /** The server says that it has ended already: it tells how, too. */
  const takeRefusal = ({ verificationId }: StartedVerification, reason: unknown) => {
    if (['verification_used', 'verification_failed'].includes(toDeskError(reason).code)) look.mutate(verificationId)
  }
  const end = (
    open: StartedVerification,
    outcome: 'passed' | 'failed' | 'suspicious',
    { callerIsAdministrator, callbackNumberId }: Progress,
  ) =>
    conclude.mutate(
      { verificationId: open.verificationId, outcome, callerIsAdministrator, callbackNumberId },
      { onError: (reason) => takeRefusal(open, reason) },
    )
  const begin = (then?: (begun: StartedVerification) => void) => {
    setFailed(false)
    setAnew(true)
    conclude.reset()
    look.reset()
    start.mutate(undefined, { onSuccess: (begun) => then?.(begun) })
  }

  const content = () => {
    const ended =
      conclude.data ?? (look.data?.state === 'open' ? null : look.data) ?? (leftBehind === 'pass' ? latest.data : null)
    const hasRunOut = ended?.state === 'broken_off'
    if ((ended && !hasRunOut) || isFailed) {
      return (
        <ConcludedVerification
          verification={ended ?? undefined}
          timeZone={user.timeZone}
          onPassed={onPassed}
          onAgain={() => begin()}
          onBack={onBack}
        />
      )
    }
    if (started && !hasRunOut) {
      return (
        <OpenVerification
          key={started.verificationId}
          started={started}
          timeZone={user.timeZone}
          pending={conclude.isPending}
          failure={look.error ?? conclude.error}
          onConclude={(outcome, progress) => end(started, outcome, progress)}
          onFailed={() => setFailed(true)}
          onRefused={(reason) => takeRefusal(started, reason)}
          onTimeLimit={() => look.mutate(started.verificationId)}
        />
      )
    }
    if (latest.isPending) return <SkeletonRows count={3} label={t('verification.starting')} />
    return (
      <BeginVerification
        before={hasRunOut ? 'ran_out' : leftBehind === 'unfinished' ? 'unfinished' : null}
        pending={start.isPending}
        failure={start.error}
        onBegin={() => begin()}
        onSuspicious={() => begin((begun) => end(begun, 'suspicious', noProgress))}
        onBack={onBack}
      />
    )
  }

  return (
    <section className="card stack" aria-labelledby="verification-title">
      <div className="refusal-title">
        <ShieldTask24Regular aria-hidden />
        <h2 id="verification-title" className="card-heading">
          {t('verification.title')}
        </h2>
      </div>
      {content()}
    </section>
  )
}
