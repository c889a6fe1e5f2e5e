import type { ReactNode } from 'react'
import type { ReissueReceipt } from '../../../../src-shared/api/reissues.ts'
import type { UserDetail } from '../../../../src-shared/api/users.ts'

/** What the app puts beside the copying: the slip (連絡票). `onPrinted` counts as handed over. */
export type RenderSlip = (issued: {
  readonly receipt: ReissueReceipt
  readonly user: UserDetail
  readonly isSecretThere: boolean
  readonly onPrinted: () => void
}) => ReactNode
