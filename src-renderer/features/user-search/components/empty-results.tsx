import { Button } from '@fluentui/react-components'
import { Info24Regular } from '@fluentui/react-icons/svg/info'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { splitSearchWords } from '../../../../src-shared/domain/search-text.ts'
import { conditionFields, noConditions, type UserConditions } from '../../../lib/user-conditions.ts'

interface EmptyResultsProps {
  readonly conditions: UserConditions
  readonly acrossMembers: boolean
  readonly takesFocus: boolean
  readonly onSearchFor: (conditions: UserConditions) => void
}

/** Nothing was found: what was looked for, word by word as it was compared, and what to do next. */
export function EmptyResults({ conditions, acrossMembers, takesFocus, onSearchFor }: EmptyResultsProps) {
  const { t } = useTranslation()
  const title = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (takesFocus) title.current?.focus()
  }, [takesFocus])
  const sought = conditionFields.filter((field) => conditions[field].trim() !== '')
  const isNarrowed = sought.length > 0
  return (
    <div className="empty-state">
      <Info24Regular aria-hidden />
      <div className="empty-results">
        <p ref={title} tabIndex={-1} className="empty-title">
          {t(isNarrowed ? 'search.emptyTitle' : 'search.emptyAll')}
        </p>
        {isNarrowed && (
          <>
            <p>{t('search.emptySought')}</p>
            <dl className="sought">
              {sought.map((field) => (
                <div key={field}>
                  <dt>{t(`label.${field}`)}</dt>
                  <dd>
                    {splitSearchWords(conditions[field]).map((word) => (
                      <span key={word} className="sought-word">
                        {word}
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
            <p>{t('search.emptyText')}</p>
          </>
        )}
        {isNarrowed && !acrossMembers && <p>{t('search.emptyMember')}</p>}
        {isNarrowed && (
          <div className="actions">
            {sought.length > 1 &&
              sought.map((field) => (
                <Button key={field} onClick={() => onSearchFor({ ...conditions, [field]: '' })}>
                  {t('search.dropCondition', { label: t(`label.${field}`) })}
                </Button>
              ))}
            <Button onClick={() => onSearchFor(noConditions)}>{t('search.showAll')}</Button>
          </div>
        )}
      </div>
    </div>
  )
}
