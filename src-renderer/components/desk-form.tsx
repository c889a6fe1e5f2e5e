import { useRef, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'

interface DeskFormProps {
  readonly label?: string
  readonly className?: string
  readonly onSubmit: () => void
  readonly onKeyDown?: (event: KeyboardEvent) => void
  readonly children: ReactNode
}

/**
 * A real form, so that Enter submits natively, but never the Enter that confirms a conversion of the input method (U4).
 * The page's content security policy lets no form navigate: what is submitted goes to `onSubmit` only.
 */
export function DeskForm({ label, className = 'stack', onSubmit, onKeyDown, children }: DeskFormProps) {
  const composing = useRef(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!composing.current) onSubmit()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- listens to what bubbles from its fields
    <form
      className={className}
      aria-label={label}
      noValidate
      onSubmit={submit}
      onKeyDown={onKeyDown}
      onCompositionStart={() => (composing.current = true)}
      onCompositionEnd={() => (composing.current = false)}
      // A composition that a script ends, by setting the value, does not always tell so: Enter would be dead from then on.
      onInput={({ nativeEvent }) => (composing.current = nativeEvent instanceof InputEvent && nativeEvent.isComposing)}
    >
      {children}
    </form>
  )
}
