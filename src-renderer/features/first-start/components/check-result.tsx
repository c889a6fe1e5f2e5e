import { Button, Checkbox, MessageBar, MessageBarBody, MessageBarTitle, Spinner } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerCheck } from '../../../../src-shared/ipc/server-schema.ts'
import { notableSkewMs } from '../../../components/clock-notice.tsx'
import { CertificateFacts } from './certificate-facts.tsx'

interface CheckResultProps {
  readonly check: ServerCheck
  readonly isConnecting: boolean
  /** With a fingerprint when the person has confirmed it. */
  readonly onConnect: (trustedFingerprint?: string) => void
}

/** What the test found, and the one way on that is left: none, connecting, or comparing the fingerprint first. */
export function CheckResult({ check, isConnecting, onConnect }: CheckResultProps) {
  const { t } = useTranslation()
  const { outcome, certificate, clockSkewMs } = check
  const isUsable = outcome === 'usable'
  const hasChanged = outcome === 'certificate_changed'
  const isQuestion = certificate !== null && (hasChanged || outcome === 'certificate_untrusted')
  const minutes = Math.round(Math.abs(clockSkewMs ?? 0) / 60_000)
  return (
    <section ref={comeIntoSight} className="stack" aria-label={t('firstStart.result')}>
      <MessageBar
        intent={isUsable ? 'success' : isQuestion && !hasChanged ? 'warning' : 'error'}
        layout="multiline"
        role={isUsable ? 'status' : 'alert'}
        className="notice"
      >
        <MessageBarBody>
          <MessageBarTitle>{t(`firstStart.outcome.${outcome}`)}</MessageBarTitle>
          {hasChanged && <span className="notice-next">{t('certificate.changedWarning')}</span>}
          {isQuestion && <span className="notice-next">{t('certificate.compare')}</span>}
          {Math.abs(clockSkewMs ?? 0) > notableSkewMs && (
            <span className="notice-next">{t('firstStart.skew', { minutes })}</span>
          )}
        </MessageBarBody>
      </MessageBar>
      {certificate && <CertificateFacts certificate={certificate} previousFingerprint={check.previousFingerprint} />}
      {isUsable && (
        <div>
          <ConnectButton label={t('firstStart.connect')} isConnecting={isConnecting} onConnect={() => onConnect()} />
        </div>
      )}
      {isQuestion && (
        <TrustQuestion
          key={certificate.fingerprint}
          isConnecting={isConnecting}
          onTrust={() => onConnect(certificate.fingerprint)}
        />
      )}
    </section>
  )
}

/** The question at its end must not lie below the edge of a small window, where nobody looks for it. */
const comeIntoSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' })

interface TrustQuestionProps {
  readonly isConnecting: boolean
  readonly onTrust: () => void
}

/** Two deliberate acts, the box and the button: what is trusted here decides where passwords go. */
function TrustQuestion({ isConnecting, onTrust }: TrustQuestionProps) {
  const { t } = useTranslation()
  const [isConfirmed, setIsConfirmed] = useState(false)
  return (
    <div className="actions">
      <Checkbox
        label={t('certificate.confirm')}
        checked={isConfirmed}
        onChange={(_, data) => setIsConfirmed(data.checked === true)}
      />
      <ConnectButton
        label={t('certificate.trust')}
        isBlocked={!isConfirmed}
        isConnecting={isConnecting}
        onConnect={onTrust}
      />
    </div>
  )
}

interface ConnectButtonProps {
  readonly label: string
  readonly isBlocked?: boolean
  readonly isConnecting: boolean
  readonly onConnect: () => void
}

function ConnectButton({ label, isBlocked = false, isConnecting, onConnect }: ConnectButtonProps) {
  const { t } = useTranslation()
  return (
    <Button
      appearance="primary"
      disabledFocusable={isBlocked || isConnecting}
      icon={isConnecting ? <Spinner size="tiny" aria-hidden /> : null}
      onClick={onConnect}
    >
      {isConnecting ? t('firstStart.connecting') : label}
    </Button>
  )
}
