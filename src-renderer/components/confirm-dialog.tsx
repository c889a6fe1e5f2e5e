import { Button } from '@fluentui/react-components'
import { useId, useLayoutEffect, useRef, type ReactNode, type SyntheticEvent } from 'react'

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

/** Asks before what cannot be undone. */
export function ConfirmDialog({ open, ...content }: ConfirmDialogProps) {
  return open ? <OpenDialog {...content} /> : null
}

/**
 * The browser's own modal dialog: it makes the rest of the page inert and gives the focus back. Fluent's leaves the page
 * hidden from screen readers when the screen that holds it goes away while it closes, as happens after a reissue.
 */
function OpenDialog(props: Omit<ConfirmDialogProps, 'open'>) {
  const dialog = useRef<HTMLDialogElement>(null)
  const harmless = useRef<HTMLButtonElement>(null)
  const id = useId()

  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // U17: the harmless answer has the focus.
    harmless.current?.focus()
    return () => element?.close()
  }, [])

  const cancel = (event: SyntheticEvent) => {
    event.preventDefault()
    props.onCancel()
  }

  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      className="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={cancel}
      // Where the browser insists on closing, without asking first.
      onClose={() => dialog.current?.open === false && props.onCancel()}
    >
      <h2 id={`${id}-title`} className="dialog-title">
        {props.title}
      </h2>
      <div id={`${id}-text`} className="stack">
        {props.children}
      </div>
      <div className="actions dialog-actions">
        <Button className="danger" appearance="primary" onClick={props.onConfirm}>
          {props.confirmLabel}
        </Button>
        <Button ref={(element: HTMLButtonElement | null) => void (harmless.current = element)} onClick={props.onCancel}>
          {props.cancelLabel}
        </Button>
      </div>
    </dialog>
  )
}
