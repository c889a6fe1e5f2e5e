import { useEffect, useRef, type ReactNode } from 'react'

interface PageHeadingProps {
  readonly children: ReactNode
  /** False where a field or a list takes the focus instead. */
  readonly takesFocus?: boolean
}

/** The one `h1` of a screen. It takes the focus when the screen appears, so that a screen reader tells where one is. */
export function PageHeading({ children, takesFocus = true }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (takesFocus) heading.current?.focus()
  }, [takesFocus])
  return (
    <h1 ref={heading} tabIndex={-1} className="page-heading">
      {children}
    </h1>
  )
}
