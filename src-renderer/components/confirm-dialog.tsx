import { Button, Spinner } from '@fluentui/react-components'
import { useRef, type ReactNode } from 'react'
import { ModalDialog } from './modal-dialog.tsx'

interface ConfirmDialogProps {
  readonly open: boolean
  readonly title: string
  readonly children: ReactNode
  readonly confirmLabel: string
  /** What is awaited, in place of the label, where the question stays open until it is done. */
  readonly pendingLabel?: string | undefined
  readonly cancelLabel: string
  readonly onConfirm: () => void
  /** Also called for Escape: nothing has happened then. */
  readonly onCancel: () => void
}

/** Asks before what cannot be undone; the harmless answer has the focus (U17). */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const harmless = useRef<HTMLButtonElement>(null)
  if (!props.open) return null
  const isPending = props.pendingLabel !== undefined
  return (
    <ModalDialog kind="question" title={props.title} firstFocus={harmless} onCancel={props.onCancel}>
      <div className="stack">{props.children}</div>
      <div className="actions dialog-actions">
        <Button
          className="danger"
          appearance="primary"
          disabledFocusable={isPending}
          icon={isPending ? <Spinner size="tiny" aria-hidden /> : null}
          onClick={props.onConfirm}
        >
          {props.pendingLabel ?? props.confirmLabel}
        </Button>
        <Button ref={(element: HTMLButtonElement | null) => void (harmless.current = element)} onClick={props.onCancel}>
          {props.cancelLabel}
        </Button>
      </div>
    </ModalDialog>
  )
}
