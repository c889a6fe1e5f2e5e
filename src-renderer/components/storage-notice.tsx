import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeskState } from '../lib/desk-state.tsx'
import { focusPageHeading } from '../lib/focus-page-heading.ts'

/** Outlives the page, which every lock destroys, but not the app: the window’s storage is in memory alone. */
const dismissedKey = 'storage-notice-dismissed'

/** Tells that this machine has no safe place to keep anything in, so that nothing outlives the app (E36). */
export function StorageNotice({ isDismissible }: { readonly isDismissible: boolean }) {
  const { t } = useTranslation()
  const { info } = useDeskState()
  const [isDismissed, setDismissed] = useState(() => sessionStorage.getItem(dismissedKey) !== null)
  if (info.storage !== 'memory' || (isDismissible && isDismissed)) return null

  const dismiss = () => {
    sessionStorage.setItem(dismissedKey, '')
    setDismissed(true)
    focusPageHeading()
  }
  return (
    <MessageBar intent="warning" className="storage-notice" layout="multiline">
      <MessageBarBody>{t('settings.storageNotice')}</MessageBarBody>
      {isDismissible && (
        <MessageBarActions
          containerAction={
            <Button
              appearance="transparent"
              size="small"
              icon={<Dismiss16Regular />}
              aria-label={t('settings.storageNoticeDismiss')}
              onClick={dismiss}
            />
          }
        />
      )}
    </MessageBar>
  )
}
