import type { NewPasswordRules } from '../../../src-shared/domain/new-password.ts'
import type { ReissueRules } from '../../../src-shared/domain/permissions.ts'
import type { Role } from '../../../src-shared/domain/roles.ts'
import type { TemporaryPasswordRules } from '../../../src-shared/domain/temporary-password.ts'
import type { PolicyRow } from './policy-repository.ts'

/** The rules of this deployment, by who asks for them. */
export interface Rules {
  readonly temporaryPassword: TemporaryPasswordRules & { readonly defaultLength: number }
  readonly newPassword: NewPasswordRules
  readonly reissue: ReissueRules
  readonly secondPersonForAdministrators: boolean
  /** 0: never asks again. */
  readonly reauthenticationSeconds: number
  readonly operatorReissuesPerHour: number
  /** Told of reissues for administrators and of suspicious calls; null: nobody. */
  readonly securityContactEmail: string | null
  readonly offlineReviewDays: number
  /** Whether a slip (連絡票) may show the temporary password on paper. */
  readonly slipWithPassword: boolean
  /** Whether somebody of this role may overwrite a suggestion (tension T1). Staff never come so far. */
  mayEdit(role: Role): boolean
}

/** The row as a statement of any module may have read it along with something else. */
export type { PolicyRow } from './policy-repository.ts'

export const rulesOf = (row: PolicyRow): Rules => ({
  temporaryPassword: {
    minLength: row.temporary_min_length,
    maxLength: row.temporary_max_length,
    defaultLength: row.temporary_default_length,
  },
  newPassword: { minLength: row.new_min_length, maxLength: row.new_max_length },
  reissue: { helpdeskMayReissueStaff: row.helpdesk_may_reissue_staff },
  secondPersonForAdministrators: row.second_person_for_administrators,
  reauthenticationSeconds: row.reauthentication_seconds,
  operatorReissuesPerHour: row.operator_reissues_per_hour,
  securityContactEmail: row.security_contact_email,
  offlineReviewDays: row.offline_review_days,
  slipWithPassword: row.slip_with_password,
  mayEdit: (role) =>
    (role === 'administrator' && row.administrator_may_edit) || (role === 'helpdesk' && row.helpdesk_may_edit),
})
