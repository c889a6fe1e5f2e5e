import { CheckmarkCircle16Filled } from '@fluentui/react-icons/svg/checkmark-circle'
import { Circle16Regular } from '@fluentui/react-icons/svg/circle'
import { useTranslation } from 'react-i18next'

export interface Rule {
  readonly text: string
  readonly met: boolean
}

/** The rules of a password with a mark for each that is met, while it is typed. */
export function RuleList({ label, rules }: { readonly label: string; readonly rules: readonly Rule[] }) {
  const { t } = useTranslation()
  return (
    <ul className="rules" aria-label={label}>
      {rules.map((rule) => (
        <li key={rule.text} className={rule.met ? 'rule-met' : 'rule-unmet'}>
          {rule.met ? <CheckmarkCircle16Filled aria-hidden /> : <Circle16Regular aria-hidden />}
          {rule.text}
          <span className="visually-hidden">{rule.met ? t('choose.met') : t('choose.unmet')}</span>
        </li>
      ))}
    </ul>
  )
}
