import { Badge, type BadgeProps } from '@fluentui/react-components'
import type { ReactElement } from 'react'

/** How a state looks: never by colour alone. */
export interface StateLook {
  readonly color: NonNullable<BadgeProps['color']>
  readonly icon: ReactElement
  readonly className?: string
}

/** A state as badge, icon and word. */
export function StateBadge({ look, word }: { readonly look: StateLook; readonly word: string }) {
  return (
    <Badge appearance="tint" size="large" className={look.className ?? ''} color={look.color} icon={look.icon}>
      {word}
    </Badge>
  )
}
