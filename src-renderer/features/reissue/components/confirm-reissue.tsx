import { useTranslation } from 'react-i18next'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import { formatValidity } from '../../../../src-shared/domain/time.ts'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { TargetFacts } from '../../../components/target-facts.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { ConfirmedEffect } from './password-effect-text.tsx'

interface ConfirmReissueProps {
  readonly open: boolean
  readonly user: UserDetail
  /** As the server told with its suggestion; null without one. */
  readonly expiresAt: string | null
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** The one confirmation: whom it hits and what it does (U17). */
export function ConfirmReissue({ open, user, expiresAt, onConfirm, onCancel }: ConfirmReissueProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <ConfirmDialog
      open={open}
      title={t('reissue.confirmTitle')}
      confirmLabel={t('reissue.submit')}
      cancelLabel={t('action.cancel')}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <TargetFacts target={user}>
        {expiresAt !== null && (
          <>
            <dt>{t('reissue.validity')}</dt>
            <dd className="instant">{formatValidity(expiresAt, user.timeZone, language)}</dd>
          </>
        )}
      </TargetFacts>
      <p>
        <ConfirmedEffect passwordState={user.passwordState} directory={user.directory} />
        <span className="notice-next">{t('reissue.confirmFinal')}</span>
      </p>
    </ConfirmDialog>
  )
}
