import { useTranslation } from 'react-i18next'
import type { Role } from '../../../../src-shared/domain/roles.ts'
import type { ShownUserState } from '../../../components/user-state-badge.tsx'

export interface RowWords {
  readonly loading: string
  readonly states: Readonly<Record<ShownUserState, string>>
  readonly roles: Readonly<Record<Role, string>>
}

/** The words of all rows, looked up once a list instead of in every row. */
export function useRowWords(): RowWords {
  const { t } = useTranslation()
  return {
    loading: t('search.loadingRow'),
    states: {
      active: t('userState.active'),
      temporary: t('userState.temporary'),
      expired: t('userState.expired'),
      none: t('userState.none'),
      disabled: t('userState.disabled'),
    },
    roles: {
      staff: t('role.staff'),
      helpdesk: t('role.helpdesk'),
      administrator: t('role.administrator'),
    },
  }
}
