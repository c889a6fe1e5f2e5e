// oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-to-interactive-role -- an option of a combobox: the field has the focus and the keys
import { useEffect, useRef } from 'react'

interface PaletteOptionProps {
  readonly id: string
  readonly label: string
  readonly keys: string | null
  /** Why it cannot be run now. */
  readonly reason: string | null
  readonly note: string | null
  readonly isActive: boolean
  readonly onChoose: () => void
}

export function PaletteOption({ id, label, keys, reason, note, isActive, onChoose }: PaletteOptionProps) {
  const option = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isActive) option.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    <li
      ref={option}
      id={id}
      role="option"
      className="palette-option"
      aria-selected={isActive}
      aria-disabled={reason !== null}
      // The focus stays in the field.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <span className="palette-words">
        <span>{label}</span>
        {reason !== null && <span className="palette-reason">{reason}</span>}
      </span>
      {note !== null && <span className="palette-note">{note}</span>}
      {keys !== null && <kbd>{keys}</kbd>}
    </li>
  )
}
