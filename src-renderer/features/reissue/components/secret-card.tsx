import { Button } from '@fluentui/react-components'
import { Copy20Regular } from '@fluentui/react-icons/svg/copy'
import { Eye20Regular } from '@fluentui/react-icons/svg/eye'
import { EyeOff20Regular } from '@fluentui/react-icons/svg/eye-off'
import { Timer16Regular } from '@fluentui/react-icons/svg/timer'
import { useTranslation } from 'react-i18next'
import { useAnnounce } from '../../../components/announcer.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useSecondsUntil } from '../../../lib/use-seconds-until.ts'
import { useCopyTemporaryPassword } from '../api/copy-temporary-password.ts'
import { SecretText } from './secret-text.tsx'
import { useSecretVisibility } from './use-secret-visibility.ts'

interface SecretCardProps {
  readonly secret: string
  readonly reissueId: string
  readonly validUntil: string
  readonly copied: boolean
  readonly onCopied: () => void
}

const notes = {
  shown: 'done.legend',
  covered: 'done.coveredByHand',
  'covered-by-desk': 'done.coveredByDesk',
} as const

/** The temporary password in large letters, copying it, and how long it is valid. */
export function SecretCard({ secret, reissueId, validUntil, copied, onCopied }: SecretCardProps) {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const { clipboard } = useDeskState()
  const copy = useCopyTemporaryPassword(reissueId, (view) => {
    const clearsInMs = view.clearsAt === null ? 0 : Date.parse(view.clearsAt) - Date.now()
    announce(t('done.copied', { seconds: Math.max(0, Math.round(clearsInMs / 1000)) }))
    onCopied()
  })
  const { visibility, toggle } = useSecretVisibility()
  const shown = visibility === 'shown'
  const held = clipboard.reissueId === reissueId && clipboard.clearsAt !== null
  const secondsLeft = useSecondsUntil(held && clipboard.clearsAt !== null ? Date.parse(clipboard.clearsAt) : null)
  return (
    <div className="card stack">
      <h2 id="secret-title" className="card-heading">
        {t('done.password')}
      </h2>
      <div className="secret-row">
        {shown ? (
          <SecretText secret={secret} onCopy={() => copy.mutate()} />
        ) : (
          <p className="secret secret-covered">{t('done.covered')}</p>
        )}
        <div className="actions">
          <Button appearance={copied ? 'secondary' : 'primary'} icon={<Copy20Regular />} onClick={() => copy.mutate()}>
            {t('done.copy')}
          </Button>
          <Button icon={shown ? <EyeOff20Regular /> : <Eye20Regular />} onClick={toggle}>
            {shown ? t('done.cover') : t('done.show')}
          </Button>
          {secondsLeft > 0 && (
            <span className="status-clipboard">
              <Timer16Regular aria-hidden />
              {t('done.copySeconds', { seconds: secondsLeft })}
            </span>
          )}
        </div>
      </div>
      <p className="quiet">{t(notes[visibility])}</p>
      {copy.isError && <ErrorNotice reason={copy.error} />}
      <dl className="facts">
        <dt>{t('label.validUntil')}</dt>
        <dd>
          <strong className="instant">{t('reissue.validUntil', { at: validUntil })}</strong>
        </dd>
      </dl>
    </div>
  )
}
