import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReissueRecord } from '../../../../src-shared/api/reissues.ts'
import { ReissueStateBadge } from './reissue-state-badge.tsx'

/** For whom, by whom, how, and the number to quote. */
export function RecordFacts({ record }: { readonly record: ReissueRecord }) {
  const { t } = useTranslation()
  const { issuedBy } = record
  return (
    <dl className="facts record-facts">
      <Fact name={t('label.state')}>
        <ReissueStateBadge state={record.state} />
      </Fact>
      <Fact name={t('historyRecord.user')}>
        <Person name={record.userName} code={record.loginId} />
      </Fact>
      <Fact name={t('label.userId')}>
        <span className="code">{record.userId}</span>
      </Fact>
      <Fact name={t('historyRecord.member')}>
        <Person name={record.memberName} code={record.memberId} />
      </Fact>
      <Fact name={t('historyRecord.issuer')}>
        <Person name={issuedBy.userName} code={issuedBy.loginId} />
      </Fact>
      <Fact name={t('historyRecord.origin')}>{t(`historyRecord.origins.${record.origin}`)}</Fact>
      <Fact name={t('historyRecord.verification')}>
        {record.verificationId === undefined ? t('historyRecord.notNeeded') : t('historyRecord.verified')}
      </Fact>
      <Fact name={t('historyRecord.note')}>
        {record.note ?? <span className="quiet">{t('historyRecord.noNote')}</span>}
      </Fact>
      <Fact name={t('historyRecord.reference')}>
        <span className="code selectable">{record.reissueId}</span>
        <p className="quiet record-hint">{t('historyRecord.referenceHint')}</p>
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Person({ name, code }: { readonly name: string; readonly code: string }) {
  return (
    <>
      {name} <span className="code quiet unbroken">{code}</span>
    </>
  )
}
