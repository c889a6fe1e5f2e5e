import { Button } from '@fluentui/react-components'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueReceipt } from '../../../../src-shared/api/reissues.ts'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { PageHeading } from '../../../components/page-heading.tsx'
import { SkeletonRows } from '../../../components/skeleton-rows.tsx'
import { toDeskError } from '../../../lib/desk.ts'
import { useContentProtection } from '../../../lib/use-content-protection.ts'
import { usePolicy } from '../../../lib/use-policy.ts'
import { useUser } from '../api/read-user.ts'
import type { Pass } from '../model/pass.ts'
import type { RenderSlip } from '../model/slip-slot.ts'
import { DoneScreen } from './done-screen.tsx'
import { ReissueAct } from './reissue-act.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import { TargetCard } from './target-card.tsx'
import { UserGone } from './user-gone.tsx'

/** What the app puts in place of the act until the caller’s identity is verified. `spentId`: a pass that was refused. */
export type RenderVerification = (user: UserDetail, spentId: string | null, onPassed: (pass: Pass) => void) => ReactNode

interface ReissueScreenProps {
  readonly userId: string
  readonly renderVerification: RenderVerification
  readonly renderSlip?: RenderSlip | undefined
  readonly onBack: () => void
  readonly onAnother: () => void
  readonly onClose: () => void
}

interface Issued {
  readonly user: UserDetail
  readonly receipt: ReissueReceipt
  /** Null once it was forgotten. Nowhere else in the page is it kept. */
  readonly temporaryPassword: string | null
}

/** パスワード再発行 and, after it, 再発行完了. */
export function ReissueScreen({
  userId,
  renderVerification,
  renderSlip,
  onBack,
  onAnother,
  onClose,
}: ReissueScreenProps) {
  const { t } = useTranslation()
  const user = useUser(userId)
  const policy = usePolicy()
  // Over both screens: the one where the password is chosen and the one where it is handed over.
  const protection = useContentProtection()
  const [issued, setIssued] = useState<Issued | null>(null)
  const [pass, setPass] = useState<Pass | null>(null)
  const [spentId, setSpentId] = useState<string | null>(null)

  if (issued) {
    return (
      <DoneScreen
        user={issued.user}
        receipt={issued.receipt}
        temporaryPassword={issued.temporaryPassword}
        renderSlip={renderSlip}
        onForget={() => setIssued({ ...issued, temporaryPassword: null })}
        onAnother={onAnother}
        onClose={onClose}
      />
    )
  }

  const failed = [user, policy].find((read) => read.isError)
  const act = () => {
    if (user.error !== null && toDeskError(user.error).code === 'not_found') {
      return <UserGone reason={user.error} onSearch={onAnother} onBack={onBack} />
    }
    if (failed) {
      return (
        <>
          <ErrorNotice reason={failed.error} onRetry={() => void failed.refetch()} />
          <div>
            <Button onClick={onBack}>{t('action.back')}</Button>
          </div>
        </>
      )
    }
    if (protection.failure !== undefined) return <ErrorNotice reason={protection.failure} />
    if (!user.data || !policy.data || !protection.isOn) return <SkeletonRows count={6} label={t('reissue.target')} />
    const { data } = user
    const { data: rules } = policy
    const allowed = data.permissions.reissue
    const decide = () => {
      if (allowed !== true && allowed.code !== 'verification_required') {
        return <RefusalNotice refusal={allowed} onBack={onBack} />
      }
      if (allowed !== true && pass === null) return renderVerification(data, spentId, setPass)
      return (
        <ReissueAct
          user={data}
          policy={rules}
          pass={pass}
          onVerifyAgain={() => {
            setSpentId(pass?.verificationId ?? null)
            setPass(null)
          }}
          onBack={onBack}
          onIssued={(receipt, temporaryPassword) => setIssued({ user: data, receipt, temporaryPassword })}
        />
      )
    }
    return (
      <div className="reissue-columns">
        <TargetCard user={data} />
        {decide()}
      </div>
    )
  }
  return (
    <section className="stack">
      <PageHeading>{t('reissue.title')}</PageHeading>
      {act()}
    </section>
  )
}
