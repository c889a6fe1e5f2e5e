import { CheckmarkCircle16Regular } from '@fluentui/react-icons/svg/checkmark-circle'
import { Circle16Regular } from '@fluentui/react-icons/svg/circle'
import { Clock16Regular } from '@fluentui/react-icons/svg/clock'
import { ErrorCircle16Regular } from '@fluentui/react-icons/svg/error-circle'
import { Prohibited16Regular } from '@fluentui/react-icons/svg/prohibited'
import { useTranslation } from 'react-i18next'
import type { UserSummary } from '../../src-shared/api/users.ts'
import { StateBadge, type StateLook } from './state-badge.tsx'

type Shown = 'active' | 'temporary' | 'expired' | 'none' | 'disabled'

const looks: Readonly<Record<Shown, StateLook>> = {
  active: { color: 'success', icon: <CheckmarkCircle16Regular /> },
  temporary: { color: 'brand', icon: <Clock16Regular /> },
  expired: { color: 'warning', icon: <ErrorCircle16Regular />, className: 'badge-expired' },
  none: { color: 'informative', icon: <Circle16Regular /> },
  disabled: { color: 'subtle', icon: <Prohibited16Regular /> },
}

/** One word for the state of a user and of the password: a disabled user is disabled, whatever the password is. */
export function UserStateBadge({ user }: { readonly user: Pick<UserSummary, 'state' | 'passwordState'> }) {
  const { t } = useTranslation()
  const shown = user.state === 'disabled' ? 'disabled' : user.passwordState
  return <StateBadge look={looks[shown]} word={t(`userState.${shown}`)} />
}
