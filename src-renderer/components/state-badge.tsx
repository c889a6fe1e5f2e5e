import type { ReactElement } from 'react'

/** How a state looks: never by colour alone. */
export interface StateLook {
  readonly color: 'brand' | 'danger' | 'informative' | 'subtle' | 'success' | 'warning'
  readonly icon: ReactElement
}

/** A state as badge, icon and word. Not Fluent’s: there is one in every row of a list, and its price was half of the row’s. */
export function StateBadge({ look, word }: { readonly look: StateLook; readonly word: string }) {
  return (
    <span className={`badge badge-${look.color}`}>
      {look.icon}
      {word}
    </span>
  )
}
