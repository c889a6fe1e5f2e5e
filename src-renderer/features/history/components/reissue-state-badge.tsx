import { Badge, type BadgeProps } from '@fluentui/react-components'
import { ArrowClockwise16Regular } from '@fluentui/react-icons/svg/arrow-clockwise'
import { CheckmarkCircle16Regular } from '@fluentui/react-icons/svg/checkmark-circle'
import { Clock16Regular } from '@fluentui/react-icons/svg/clock'
import { ErrorCircle16Regular } from '@fluentui/react-icons/svg/error-circle'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueState } from '../../../../src-shared/api/reissue-states.ts'

interface Look {
  readonly color: NonNullable<BadgeProps['color']>
  readonly icon: ReactElement
}

const looks: Readonly<Record<ReissueState, Look>> = {
  pending: { color: 'brand', icon: <Clock16Regular /> },
  used: { color: 'success', icon: <CheckmarkCircle16Regular /> },
  expired: { color: 'warning', icon: <ErrorCircle16Regular /> },
  superseded: { color: 'subtle', icon: <ArrowClockwise16Regular /> },
}

export function ReissueStateBadge({ state }: { readonly state: ReissueState }) {
  const { t } = useTranslation()
  return (
    <Badge
      appearance="tint"
      size="large"
      className={state === 'expired' ? 'badge-expired' : ''}
      color={looks[state].color}
      icon={looks[state].icon}
    >
      {t(`reissueState.${state}`)}
    </Badge>
  )
}
