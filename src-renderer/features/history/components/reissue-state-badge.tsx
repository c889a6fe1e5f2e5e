import { ArrowClockwise16Regular } from '@fluentui/react-icons/svg/arrow-clockwise'
import { CheckmarkCircle16Regular } from '@fluentui/react-icons/svg/checkmark-circle'
import { Clock16Regular } from '@fluentui/react-icons/svg/clock'
import { ErrorCircle16Regular } from '@fluentui/react-icons/svg/error-circle'
import { useTranslation } from 'react-i18next'
import type { ReissueState } from '../../../../src-shared/api/reissue-states.ts'
import { StateBadge, type StateLook } from '../../../components/state-badge.tsx'

export const reissueStateLooks: Readonly<Record<ReissueState, StateLook>> = {
  pending: { color: 'brand', icon: <Clock16Regular /> },
  used: { color: 'success', icon: <CheckmarkCircle16Regular /> },
  expired: { color: 'warning', icon: <ErrorCircle16Regular /> },
  superseded: { color: 'subtle', icon: <ArrowClockwise16Regular /> },
}

export function ReissueStateBadge({ state }: { readonly state: ReissueState }) {
  const { t } = useTranslation()
  return <StateBadge look={reissueStateLooks[state]} word={t(`reissueState.${state}`)} />
}
