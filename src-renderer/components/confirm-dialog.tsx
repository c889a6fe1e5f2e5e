import { Button } from '@fluentui/react-components'
import { useRef, type ReactNode } from 'react'
import { ModalDialog } from './modal-dialog.tsx'

interface ConfirmDialogProps {
  readonly open: boolean
  readonly title: string
  readonly children: ReactNode
  readonly confirmLabel: string
  readonly cancelLabel: string
  readonly onConfirm: () => void
  /** Also called for Escape: nothing has happened then. */
  readonly onCancel: () => void
}

/** Asks before what cannot be undone; the harmless answer has the focus (U17). */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const harmless = useRef<HTMLButtonElement>(null)
  if (!props.open) return null
  return (
    <ModalDialog kind="question" title={props.title} firstFocus={harmless} onCancel={props.onCancel}>
      <div className="stack">{props.children}</div>
      <div className="actions dialog-actions">
        <Button className="danger" appearance="primary" onClick={props.onConfirm}>
          {props.confirmLabel}
        </Button>
        <Button ref={(element: HTMLButtonElement | null) => void (harmless.current = element)} onClick={props.onCancel}>
          {props.cancelLabel}
        </Button>
      </div>
    </ModalDialog>
  )
}
