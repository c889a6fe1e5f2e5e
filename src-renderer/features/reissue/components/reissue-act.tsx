import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Policy } from '../../../../src-shared/api/policy.ts'
import type { ReissueReceipt } from '../../../../src-shared/api/reissues.ts'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { LeaveQuestion } from '../../../components/leave-guard.tsx'
import { ReauthenticateDialog } from '../../../components/reauthenticate-dialog.tsx'
import { useResetOnReconnect } from '../../../components/use-reset-on-reconnect.ts'
import { toDeskError } from '../../../lib/desk.ts'
import { useRefusalTexts } from '../../../lib/use-refusal-texts.ts'
import { useIssueReissue } from '../api/issue-reissue.ts'
import { useSuggestion } from '../api/suggest-temporary-password.ts'
import { checkEntry } from '../model/entry-check.ts'
import { isOutcomeUnknown } from '../model/outcome.ts'
import type { Pass } from '../model/pass.ts'
import { ChangedNotice } from './changed-notice.tsx'
import { ConfirmReissue } from './confirm-reissue.tsx'
import { PassNotice } from './pass-notice.tsx'
import { ReissueForm } from './reissue-form.tsx'
import { UnknownOutcome } from './unknown-outcome.tsx'

interface ReissueActProps {
  readonly user: UserDetail
  readonly policy: Policy
  /** Null where no verification is asked for. */
  readonly pass: Pass | null
  readonly onVerifyAgain: () => void
  readonly onBack: () => void
  readonly onIssued: (receipt: ReissueReceipt, temporaryPassword: string) => void
}

/** The act itself: the password to be, one confirmation, and the request with its three ends: done, refused, unknown. */
export function ReissueAct({ user, policy, pass, onVerifyAgain, onBack, onIssued }: ReissueActProps) {
  const { t } = useTranslation()
  const { state, renew } = useSuggestion(user.userId)
  const [typed, setTyped] = useState<string | null>(null)
  const [confirming, setConfirming] = useState(false)
  const [unknown, setUnknown] = useState(false)
  const [asksPassword, setAsksPassword] = useState(false)
  const entry = typed ?? (state.status === 'ready' ? state.suggestion.temporaryPassword : '')
  const violations = checkEntry(entry, policy, user)

  const issue = useIssueReissue(
    { userId: user.userId, temporaryPassword: entry, ...(pass && { verificationId: pass.verificationId }) },
    {
      success: (receipt) => onIssued(receipt, entry),
      failure: (reason) => {
        const error = toDeskError(reason)
        setUnknown((before) => isOutcomeUnknown(before, error))
        setAsksPassword(error.code === 'reauth_required')
      },
    },
  )
  useResetOnReconnect(issue)
  useResetOnReconnect({ error: state.status === 'failed' ? state.reason : null, reset: renew })
  const ownTexts = useRefusalTexts()
  const isChanged = issue.error !== null && toDeskError(issue.error).code === 'directory_change_not_forced'
  const change = (value: string | null) => {
    setTyped(value)
    issue.reset()
  }
  const askAnother = () => {
    change(null)
    renew()
  }

  return (
    <div className="card stack">
      <LeaveQuestion
        when={unknown || issue.isPending}
        title={t('reissue.leaveUnknownTitle')}
        text={t('reissue.leaveUnknownText')}
        leaveLabel={t('reissue.leaveUnknown')}
        stayLabel={t('reissue.stay')}
      />
      {pass?.passExpiresAt !== undefined && <PassNotice until={pass.passExpiresAt} timeZone={user.timeZone} />}
      {isChanged ? (
        <ChangedNotice reason={issue.error} onBack={onBack} />
      ) : unknown ? (
        <UnknownOutcome
          reason={issue.error}
          pending={issue.isPending}
          isPaused={asksPassword}
          onCheck={() => issue.mutate()}
        />
      ) : (
        <>
          {state.status === 'failed' && <ErrorNotice reason={state.reason} ownTexts={ownTexts} onRetry={askAnother} />}
          <ReissueForm
            entry={entry}
            violations={violations}
            user={user}
            policy={policy}
            suggestion={state}
            refusal={asksPassword ? null : issue.error}
            pending={issue.isPending}
            onChange={change}
            onAnother={askAnother}
            onSubmit={() => setConfirming(true)}
            onVerifyAgain={onVerifyAgain}
            onBack={onBack}
          />
        </>
      )}
      <ConfirmReissue
        open={confirming}
        user={user}
        expiresAt={state.status === 'ready' ? state.suggestion.wouldExpireAt : null}
        onCancel={() => setConfirming(false)}
        onConfirm={() => {
          setConfirming(false)
          issue.mutate()
        }}
      />
      {asksPassword && (
        <ReauthenticateDialog
          onDone={() => {
            setAsksPassword(false)
            issue.mutate()
          }}
          onCancel={() => {
            setAsksPassword(false)
            issue.reset()
          }}
        />
      )}
    </div>
  )
}
