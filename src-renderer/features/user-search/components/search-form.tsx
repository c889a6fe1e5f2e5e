import { Button, Field, Input } from '@fluentui/react-components'
import { Search20Regular } from '@fluentui/react-icons/svg/search'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { DeskForm } from '../../../components/desk-form.tsx'
import { isImeKey } from '../../../lib/ime.ts'
import { conditionFields, type UserConditions } from '../../../lib/user-conditions.ts'
import { SearchHelp } from './search-help.tsx'

interface SearchFormProps {
  readonly conditions: UserConditions
  /** The helpdesk searches all members and may name one. */
  readonly acrossMembers: boolean
  /** Whether the first field has the focus when the screen appears. */
  readonly takesFocus: boolean
  readonly onChange: (conditions: UserConditions) => void
  readonly onSubmit: () => void
  readonly onClear: () => void
  readonly onBack: () => void
  /** Down from a field leads into the results. */
  readonly onEnterList: () => void
}

const memberFields = ['memberId', 'memberName']

export function SearchForm(props: SearchFormProps) {
  const { t } = useTranslation()
  const firstField = useRef<HTMLInputElement>(null)
  const [takesFocus] = useState(props.takesFocus)
  useEffect(() => {
    if (takesFocus) firstField.current?.focus()
  }, [takesFocus])
  const fields = conditionFields.filter((field) => props.acrossMembers || !memberFields.includes(field))

  const enterList = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || isImeKey(event.nativeEvent) || !(event.target instanceof HTMLInputElement)) return
    event.preventDefault()
    props.onEnterList()
  }
  const clear = () => {
    props.onClear()
    firstField.current?.focus()
  }

  return (
    <DeskForm label={t('search.conditions')} className="search-form" onSubmit={props.onSubmit} onKeyDown={enterList}>
      <div className="search-fields">
        {fields.map((field, index) => (
          <Field key={field} label={t(`label.${field}`)} className="search-field">
            <Input
              ref={(element: HTMLInputElement | null) => {
                if (index === 0) firstField.current = element
              }}
              className={field.endsWith('Id') ? 'code' : ''}
              value={props.conditions[field]}
              onChange={(_, data) => props.onChange({ ...props.conditions, [field]: data.value })}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              maxLength={200}
            />
          </Field>
        ))}
      </div>
      <div className="actions">
        <Button type="submit" appearance="primary" icon={<Search20Regular />}>
          {t('search.submit')}
        </Button>
        <Button onClick={clear}>{t('search.clear')}</Button>
        <Button onClick={props.onBack}>{t('action.back')}</Button>
        <SearchHelp />
        <span className="quiet">{props.acrossMembers ? t('search.hintAll') : t('search.hintMember')}</span>
      </div>
    </DeskForm>
  )
}
