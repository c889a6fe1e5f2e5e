import { Badge, type BadgeProps } from '@fluentui/react-components'
import { CheckmarkCircle16Regular } from '@fluentui/react-icons/svg/checkmark-circle'
import { Circle16Regular } from '@fluentui/react-icons/svg/circle'
import { Clock16Regular } from '@fluentui/react-icons/svg/clock'
import { ErrorCircle16Regular } from '@fluentui/react-icons/svg/error-circle'
import { Prohibited16Regular } from '@fluentui/react-icons/svg/prohibited'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserSummary } from '../../src-shared/api/users.ts'

type Shown = 'active' | 'temporary' | 'expired' | 'none' | 'disabled'

const looks: Readonly<
  Record<Shown, { readonly color: NonNullable<BadgeProps['color']>; readonly icon: ReactElement }>
> = {
  active: { color: 'success', icon: <CheckmarkCircle16Regular /> },
  temporary: { color: 'brand', icon: <Clock16Regular /> },
  expired: { color: 'warning', icon: <ErrorCircle16Regular /> },
  none: { color: 'informative', icon: <Circle16Regular /> },
  disabled: { color: 'subtle', icon: <Prohibited16Regular /> },
}

/** One word for the state of a user and of the password: a disabled user is disabled, whatever the password is. */
export function UserStateBadge({ user }: { readonly user: Pick<UserSummary, 'state' | 'passwordState'> }) {
  const { t } = useTranslation()
  const shown = user.state === 'disabled' ? 'disabled' : user.passwordState
  return (
    <Badge
      appearance="tint"
      size="large"
      className={shown === 'expired' ? 'badge-expired' : ''}
      color={looks[shown].color}
      icon={looks[shown].icon}
    >
      {t(`userState.${shown}`)}
    </Badge>
  )
}
