import {
  useId,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  type SyntheticEvent,
} from 'react'

/** What Tab stops at; of a group of radio buttons the browser takes one, and goes on to the next control by itself. */
const focusable = ['button', 'input', 'select', 'textarea', 'a[href]', '[tabindex="0"]']
  .map((control) => `${control}:not(:disabled)`)
  .join(', ')

interface ModalDialogProps {
  /** A question is read out as a whole when it opens; a form is not. A sheet is a form at the window’s edge. */
  readonly kind: 'question' | 'form' | 'sheet'
  readonly title: string
  readonly children: ReactNode
  /** What has the focus at first; the title, where there is only something to read. */
  readonly firstFocus?: RefObject<HTMLElement | null>
  /** Also called for Escape: nothing has happened then. */
  readonly onCancel: () => void
}

/**
 * The browser's own modal dialog: it makes the rest of the page inert. Fluent's leaves the page hidden from screen readers
 * when the screen that holds it goes away while it closes, as happens after a reissue.
 */
export function ModalDialog({ kind, title, children, firstFocus, onCancel }: ModalDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()

  useLayoutEffect(() => {
    const element = dialog.current
    const first = (firstFocus ?? heading).current
    const before = document.querySelector(`[${getsFocus}]`) ?? document.activeElement
    // The browser gives it the focus itself then, instead of looking for another one before.
    first?.setAttribute('autofocus', '')
    element?.showModal()
    if (document.activeElement !== first) first?.focus()
    return () => leave(element, before)
  }, [firstFocus])

  const cancel = (event: SyntheticEvent) => {
    event.preventDefault()
    onCancel()
  }

  /** The window has no address bar to go to: from the last control, Tab leads back to the first. */
  const keepFocus = (event: KeyboardEvent) => {
    if (event.key !== 'Tab') return
    const controls = [...(dialog.current?.querySelectorAll<HTMLElement>(focusable) ?? [])]
    const [first, last] = [controls[0], controls.at(-1)]
    if (document.activeElement !== (event.shiftKey ? first : last)) return
    event.preventDefault()
    ;(event.shiftKey ? last : first)?.focus()
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- listens to what bubbles from its controls
    <dialog
      ref={dialog}
      role={kind === 'question' ? 'alertdialog' : undefined}
      className={kind === 'sheet' ? 'dialog dialog-sheet' : 'dialog'}
      aria-labelledby={`${id}-title`}
      aria-describedby={kind === 'question' ? `${id}-text` : undefined}
      onCancel={cancel}
      onKeyDown={keepFocus}
      // Where the browser insists on closing, without asking first.
      onClose={() => dialog.current?.open === false && onCancel()}
    >
      <h2 ref={heading} id={`${id}-title`} tabIndex={-1} className="dialog-title">
        {title}
      </h2>
      <div id={`${id}-text`}>{children}</div>
    </dialog>
  )
}

/** On what gets the focus next, so that a dialog that opens in place of another one gives it back there. */
const getsFocus = 'data-gets-focus'

/**
 * Gives the focus back, a moment after the dialog was taken out of the page. The browser’s own `close` gives it back at once,
 * for which it computes the whole page’s style, also where the next screen is about to take the focus.
 */
function leave(dialog: HTMLDialogElement | null, before: Element | null): void {
  before?.setAttribute(getsFocus, '')
  setTimeout(() => {
    before?.removeAttribute(getsFocus)
    // Hidden instead of taken out, it would hold the page for good.
    if (dialog?.isConnected === true && !dialog.checkVisibility()) dialog.close()
    if (document.activeElement === document.body && before instanceof HTMLElement) before.focus({ preventScroll: true })
  })
}
