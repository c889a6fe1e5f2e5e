import { Button, ToggleButton } from '@fluentui/react-components'
import { Call20Regular } from '@fluentui/react-icons/svg/call'
import { Copy20Regular } from '@fluentui/react-icons/svg/copy'
import { Eye20Regular } from '@fluentui/react-icons/svg/eye'
import { EyeOff20Regular } from '@fluentui/react-icons/svg/eye-off'
import { Timer16Regular } from '@fluentui/react-icons/svg/timer'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { copyShortcut } from './use-copy-keys.ts'
import type { CopySecret } from './use-copy-secret.ts'
import type { SecretVisibilityControl } from './use-secret-visibility.ts'

interface SecretActionsProps {
  readonly copy: CopySecret
  readonly cover: SecretVisibilityControl
  readonly isReading: boolean
  readonly onToggleReading: () => void
  readonly slip: ReactNode
}

/** The ways to hand the password over, and covering it. */
export function SecretActions({ copy, cover, isReading, onToggleReading, slip }: SecretActionsProps) {
  const { t } = useTranslation()
  const isShown = cover.visibility === 'shown'
  return (
    <div className="actions">
      <Button
        appearance={copy.isCopied || isReading ? 'secondary' : 'primary'}
        icon={<Copy20Regular />}
        aria-keyshortcuts="Control+C Meta+C"
        onClick={copy.run}
      >
        {t('done.copy')}
        <kbd className="button-key" aria-hidden>
          {copyShortcut()}
        </kbd>
      </Button>
      <ToggleButton icon={<Call20Regular />} checked={isReading} onClick={onToggleReading}>
        {t('phone.open')}
      </ToggleButton>
      {slip}
      <Button icon={isShown ? <EyeOff20Regular /> : <Eye20Regular />} onClick={cover.toggle}>
        {isShown ? t('done.cover') : t('done.show')}
      </Button>
      {copy.secondsLeft > 0 && (
        <span className="status-clipboard">
          <Timer16Regular aria-hidden />
          {t('done.copySeconds', { seconds: copy.secondsLeft })}
        </span>
      )}
    </div>
  )
}
