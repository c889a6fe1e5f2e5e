import { Button, Spinner } from '@fluentui/react-components'
import type { RefObject } from 'react'

interface SubmitButtonProps {
  readonly label: string
  /** What is awaited, shown in place of the label. */
  readonly pendingLabel: string
  readonly pending: boolean
  readonly blocked?: boolean
  readonly wide?: boolean
  /** False where another button has become the way on. */
  readonly primary?: boolean
  readonly buttonRef?: RefObject<HTMLButtonElement | null>
}

/** The button that sends a form. It stays focusable while it waits, so that the focus is not lost. */
export function SubmitButton(props: SubmitButtonProps) {
  const { label, pendingLabel, pending, blocked = false, wide = false, primary = true, buttonRef } = props
  return (
    <Button
      ref={(element: HTMLButtonElement | null) => {
        if (buttonRef) buttonRef.current = element
      }}
      type="submit"
      appearance={primary ? 'primary' : 'secondary'}
      className={wide ? 'wide' : ''}
      disabledFocusable={pending || blocked}
      icon={pending ? <Spinner size="tiny" aria-hidden /> : null}
    >
      {pending ? pendingLabel : label}
    </Button>
  )
}
