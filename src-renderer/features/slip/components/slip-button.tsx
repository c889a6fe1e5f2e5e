import { Button } from '@fluentui/react-components'
import { Print20Regular } from '@fluentui/react-icons/svg/print'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueReceipt } from '../../../../src-shared/api/reissues.ts'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import type { SlipChoice } from '../model/slip-choice.ts'
import { SlipDialog } from './slip-dialog.tsx'

export interface SlipButtonProps {
  /** A record of the history is both. */
  readonly receipt: Pick<ReissueReceipt, 'reissueId' | 'loginId' | 'expiresAt'>
  readonly user: Pick<UserDetail, 'userName' | 'timeZone'>
  /** The main process still holds the temporary password. */
  readonly isSecretThere: boolean
  /** Kept by whoever renders the button, so that it outlives the screen. */
  readonly choice: SlipChoice
  readonly onChoice: (choice: SlipChoice) => void
  /** The temporary password has been handed over on paper. */
  readonly onPrinted?: () => void
}

/** 連絡票: opens the dialog that prints it. */
export function SlipButton(props: SlipButtonProps) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button icon={<Print20Regular />} aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        {t('slip.open')}
      </Button>
      {isOpen && <SlipDialog {...props} onClose={() => setIsOpen(false)} />}
    </>
  )
}
