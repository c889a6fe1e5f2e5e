import { Button, MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnnounce } from '../../../components/announcer.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { ModalDialog } from '../../../components/modal-dialog.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { usePolicy } from '../../../lib/use-policy.ts'
import { usePrintSlip, useSaveSlip } from '../api/make-slip.ts'
import type { SlipButtonProps } from './slip-button.tsx'
import { SlipOptions } from './slip-options.tsx'
import { SlipPreview } from './slip-preview.tsx'

type Outcome = 'printed' | 'saved'

interface SlipDialogProps extends SlipButtonProps {
  readonly onClose: () => void
}

/** What stands on the slip, and where it goes: on paper, or into a PDF without the password. */
export function SlipDialog({ receipt, user, isSecretThere, choice, onChoice, onPrinted, onClose }: SlipDialogProps) {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const pageLanguage = useLanguage()
  const policy = usePolicy()
  const first = useRef<HTMLButtonElement>(null)
  const [isAsked, setIsAsked] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>()
  const tell = (done: Outcome) => {
    setOutcome(done)
    announce(t(`slip.${done}`))
  }
  const print = usePrintSlip(({ withPassword }) => {
    tell('printed')
    if (withPassword) onPrinted?.()
  })
  const save = useSaveSlip(() => tell('saved'))

  const isAllowed = policy.data?.slipWithPassword === true
  const withPassword = isAllowed && isSecretThere && isAsked
  const order = { reissueId: receipt.reissueId, paper: choice.paper, language: choice.language ?? pageLanguage }
  const isBusy = print.isPending || save.isPending
  const begin = (act: () => void) => () => {
    if (isBusy) return
    setOutcome(undefined)
    print.reset()
    save.reset()
    act()
  }
  const failure = print.error ?? save.error
  return (
    <ModalDialog kind="form" title={t('slip.title')} firstFocus={first} onCancel={onClose}>
      <div className="slip">
        <p className="slip-lead">{t('slip.lead', { userName: user.userName })}</p>
        <SlipOptions
          order={order}
          refusal={policy.data && (isAllowed ? (isSecretThere ? undefined : 'notThere') : 'notAllowed')}
          isAsked={withPassword}
          mayAsk={isAllowed && isSecretThere}
          onChange={(change) => onChoice({ ...choice, ...change })}
          onAsk={setIsAsked}
        />
        <SlipPreview order={order} receipt={receipt} user={user} withPassword={withPassword} />
      </div>
      {outcome && (
        <MessageBar intent="success" className="notice" politeness="polite">
          <MessageBarBody>{t(`slip.${outcome}`)}</MessageBarBody>
        </MessageBar>
      )}
      {failure && <ErrorNotice reason={failure} />}
      <div className="actions dialog-actions">
        <Button
          ref={(element: HTMLButtonElement | null) => void (first.current = element)}
          appearance="primary"
          disabledFocusable={isBusy}
          icon={print.isPending ? <Spinner size="tiny" aria-hidden /> : null}
          onClick={begin(() => print.mutate({ ...order, withPassword }))}
        >
          {t(print.isPending ? 'slip.printing' : 'slip.print')}
        </Button>
        <Button
          disabledFocusable={isBusy}
          icon={save.isPending ? <Spinner size="tiny" aria-hidden /> : null}
          onClick={begin(() => save.mutate(order))}
        >
          {t(save.isPending ? 'slip.saving' : 'slip.save')}
        </Button>
        <Button onClick={onClose}>{t('action.close')}</Button>
      </div>
    </ModalDialog>
  )
}
