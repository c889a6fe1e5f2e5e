import { useTranslation } from 'react-i18next'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'

interface ConfirmReissueProps {
  readonly open: boolean
  readonly user: UserDetail
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** The one confirmation: whom it hits and what it does (U17). */
export function ConfirmReissue({ open, user, onConfirm, onCancel }: ConfirmReissueProps) {
  const { t } = useTranslation()
  return (
    <ConfirmDialog
      open={open}
      title={t('reissue.confirmTitle')}
      confirmLabel={t('reissue.submit')}
      cancelLabel={t('action.cancel')}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <dl className="facts">
        <dt>{t('label.userName')}</dt>
        <dd>
          <strong>{t('reissue.confirmWho', { userName: user.userName, loginId: user.loginId })}</strong>
        </dd>
        <dt>{t('label.memberName')}</dt>
        <dd>
          {user.memberName} <span className="code quiet">{user.memberId}</span>
        </dd>
      </dl>
      <p>{t('reissue.confirmEffect')}</p>
    </ConfirmDialog>
  )
}
