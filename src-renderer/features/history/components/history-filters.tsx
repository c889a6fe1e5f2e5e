import { Field, Input, Select } from '@fluentui/react-components'
import { useId, type CompositionEventHandler, type RefCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { reissueStates } from '../../../../src-shared/api/reissue-states.ts'
import type { HistoryFilters as Filters } from '../model/history-memory.ts'
import { isReversed, periodNames } from '../model/period.ts'

interface HistoryFiltersProps {
  readonly filters: Filters
  /** The helpdesk narrows by member as well. */
  readonly acrossMembers: boolean
  readonly firstFieldRef: RefCallback<HTMLInputElement>
  readonly onChange: (change: Partial<Filters>) => void
  readonly onComposing: (composing: boolean) => void
}

/** What narrows the history. It holds as it is typed and chosen; there is nothing to press. */
export function HistoryFilters(props: HistoryFiltersProps) {
  const { t } = useTranslation()
  const { filters, onChange } = props
  const hintId = useId()
  const words = (name: 'query' | 'issuedBy' | 'member', fieldRef?: RefCallback<HTMLInputElement>) => (
    <WordsField
      label={t(`historyFilter.${name}`)}
      hintId={hintId}
      value={filters[name]}
      fieldRef={fieldRef}
      onChange={(typed) => onChange({ [name]: typed })}
      onComposing={props.onComposing}
    />
  )
  return (
    <section className="stack-tight" aria-label={t('historyFilter.title')}>
      <div className="history-filters">
        {words('query', props.firstFieldRef)}
        <PeriodField filters={filters} onChange={onChange} />
        <Field label={t('historyFilter.state')} className="history-filter">
          <Select
            value={filters.state}
            onChange={(_, { value }) => onChange({ state: reissueStates.find((state) => state === value) ?? 'any' })}
          >
            <option value="any">{t('historyFilter.anyState')}</option>
            {reissueStates.map((state) => (
              <option key={state} value={state}>
                {t(`reissueState.${state}`)}
              </option>
            ))}
          </Select>
        </Field>
        {words('issuedBy')}
        {props.acrossMembers && words('member')}
      </div>
      {filters.period.name === 'custom' && <DayFields filters={filters} onChange={onChange} />}
      <p id={hintId} className="visually-hidden">
        {t('historyFilter.wordsHint')}
      </p>
    </section>
  )
}

interface WordsFieldProps {
  readonly label: string
  readonly hintId: string
  readonly value: string
  readonly fieldRef: RefCallback<HTMLInputElement> | undefined
  readonly onChange: (typed: string) => void
  readonly onComposing: (composing: boolean) => void
}

function WordsField({ label, hintId, value, fieldRef, onChange, onComposing }: WordsFieldProps) {
  const { t } = useTranslation()
  const begin: CompositionEventHandler = () => onComposing(true)
  const end: CompositionEventHandler = () => onComposing(false)
  return (
    <Field label={label} className="history-filter">
      <Input
        ref={fieldRef ?? null}
        value={value}
        onChange={(_, data) => onChange(data.value)}
        onCompositionStart={begin}
        onCompositionEnd={end}
        // A field that goes while it composes must not keep the others waiting.
        onBlur={() => onComposing(false)}
        aria-describedby={hintId}
        title={t('historyFilter.wordsHint')}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
      />
    </Field>
  )
}

type PartProps = Pick<HistoryFiltersProps, 'filters' | 'onChange'>

function PeriodField({ filters, onChange }: PartProps) {
  const { t } = useTranslation()
  const { period } = filters
  return (
    <Field label={t('historyFilter.period')} className="history-filter">
      <Select
        value={period.name}
        onChange={(_, { value }) =>
          onChange({ period: { ...period, name: periodNames.find((name) => name === value) ?? 'all' } })
        }
      >
        {periodNames.map((name) => (
          <option key={name} value={name}>
            {t(`historyFilter.periods.${name}`)}
          </option>
        ))}
      </Select>
    </Field>
  )
}

function DayFields({ filters, onChange }: PartProps) {
  const { t } = useTranslation()
  const { period } = filters
  return (
    <div className="history-filters">
      <Field label={t('historyFilter.from')} className="history-day">
        <Input
          type="date"
          value={period.from}
          max="2199-12-31"
          onChange={(_, { value }) => onChange({ period: { ...period, from: value } })}
        />
      </Field>
      <Field
        label={t('historyFilter.to')}
        className="history-day"
        validationMessage={isReversed(period) ? t('historyFilter.reversed') : null}
      >
        <Input
          type="date"
          value={period.to}
          max="2199-12-31"
          onChange={(_, { value }) => onChange({ period: { ...period, to: value } })}
        />
      </Field>
    </div>
  )
}
