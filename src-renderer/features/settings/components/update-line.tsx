import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useLeave } from '../../../components/leave-guard.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { useUpdates } from '../api/updates.ts'

/** How it stands with updates, and what can be done about it; nothing where the organisation has configured none. */
export function UpdateLine() {
  const { t } = useTranslation()
  const leave = useLeave()
  const { view, check, install } = useUpdates()
  if (!view || view.state === 'off') return null
  const isBusy = view.state === 'checking' || view.state === 'downloading' || check.isPending || install.isPending
  const failed = [check, install].find(({ isError }) => isError)
  return (
    <div className="stack-tight">
      <div className="actions">
        <output>{t(`settings.updates.${view.state}`, { version: view.version ?? '' })}</output>
        {view.state === 'ready' ? (
          <Button disabled={isBusy} onClick={() => leave(() => install.mutate())}>
            {t('settings.updateInstall')}
          </Button>
        ) : (
          <Button disabled={isBusy} onClick={() => check.mutate()}>
            {t('settings.updateCheck')}
          </Button>
        )}
      </div>
      {failed && <ErrorNotice reason={failed.error} />}
    </div>
  )
}
