import { CheckmarkCircle16Regular } from '@fluentui/react-icons/svg/checkmark-circle'
import { Circle16Regular } from '@fluentui/react-icons/svg/circle'
import { Clock16Regular } from '@fluentui/react-icons/svg/clock'
import { ErrorCircle16Regular } from '@fluentui/react-icons/svg/error-circle'
import { Prohibited16Regular } from '@fluentui/react-icons/svg/prohibited'
import { useTranslation } from 'react-i18next'
import type { UserSummary } from '../../src-shared/api/users.ts'
import { StateBadge, type StateLook } from './state-badge.tsx'

export type ShownUserState = 'active' | 'temporary' | 'expired' | 'none' | 'disabled'

export const userStateLooks: Readonly<Record<ShownUserState, StateLook>> = {
  active: { color: 'success', icon: <CheckmarkCircle16Regular /> },
  temporary: { color: 'brand', icon: <Clock16Regular /> },
  expired: { color: 'warning', icon: <ErrorCircle16Regular /> },
  none: { color: 'informative', icon: <Circle16Regular /> },
  disabled: { color: 'subtle', icon: <Prohibited16Regular /> },
}

type UserStates = Pick<UserSummary, 'state' | 'passwordState'>

/** One word for the state of a user and of the password: a disabled user is disabled, whatever the password is. */
export const shownUserState = ({ state, passwordState }: UserStates): ShownUserState =>
  state === 'disabled' ? 'disabled' : passwordState

export function UserStateBadge({ user }: { readonly user: UserStates }) {
  const { t } = useTranslation()
  const shown = shownUserState(user)
  return <StateBadge look={userStateLooks[shown]} word={t(`userState.${shown}`)} />
}
