import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface TargetFactsProps {
  readonly target: {
    readonly userName: string
    readonly loginId: string
    readonly memberName: string
    readonly memberId: string
  }
  /** What else is to be known before the answer, as terms and descriptions. */
  readonly children: ReactNode
}

/** Whom a question hits, to be compared before it is answered (U17). */
export function TargetFacts({ target, children }: TargetFactsProps) {
  const { t } = useTranslation()
  const { userName, loginId, memberName, memberId } = target
  return (
    <dl className="facts">
      <dt>{t('label.userName')}</dt>
      <dd>
        <strong>{t('reissue.confirmWho', { userName, loginId })}</strong>
      </dd>
      <dt>{t('label.memberName')}</dt>
      <dd>
        {memberName} <span className="code quiet">{memberId}</span>
      </dd>
      {children}
    </dl>
  )
}
