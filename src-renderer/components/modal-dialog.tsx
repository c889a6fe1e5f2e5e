import { useId, useLayoutEffect, useRef, type ReactNode, type RefObject, type SyntheticEvent } from 'react'

interface ModalDialogProps {
  /** A question is read out as a whole when it opens; a form is not. */
  readonly kind: 'question' | 'form'
  readonly title: string
  readonly children: ReactNode
  /** What has the focus at first. */
  readonly firstFocus: RefObject<HTMLElement | null>
  /** Also called for Escape: nothing has happened then. */
  readonly onCancel: () => void
}

/**
 * The browser's own modal dialog: it makes the rest of the page inert and gives the focus back. Fluent's leaves the page
 * hidden from screen readers when the screen that holds it goes away while it closes, as happens after a reissue.
 */
export function ModalDialog({ kind, title, children, firstFocus, onCancel }: ModalDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()

  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    firstFocus.current?.focus()
    return () => element?.close()
  }, [firstFocus])

  const cancel = (event: SyntheticEvent) => {
    event.preventDefault()
    onCancel()
  }

  return (
    <dialog
      ref={dialog}
      role={kind === 'question' ? 'alertdialog' : undefined}
      className="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={kind === 'question' ? `${id}-text` : undefined}
      onCancel={cancel}
      // Where the browser insists on closing, without asking first.
      onClose={() => dialog.current?.open === false && onCancel()}
    >
      <h2 id={`${id}-title`} className="dialog-title">
        {title}
      </h2>
      <div id={`${id}-text`}>{children}</div>
    </dialog>
  )
}
