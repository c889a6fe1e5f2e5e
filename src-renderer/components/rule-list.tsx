import { CheckmarkCircle16Filled } from '@fluentui/react-icons/svg/checkmark-circle'
import { CircleSmall20Filled } from '@fluentui/react-icons/svg/circle-small'
import { Dismiss16Filled } from '@fluentui/react-icons/svg/dismiss'
import { useTranslation } from 'react-i18next'

/** `open`: nothing was typed yet, or the typing goes on. */
export type RuleState = 'met' | 'violated' | 'open'

export interface Rule {
  readonly text: string
  readonly state: RuleState
}

const marks = {
  met: <CheckmarkCircle16Filled aria-hidden />,
  violated: <Dismiss16Filled aria-hidden />,
  open: <CircleSmall20Filled aria-hidden />,
}

/** The rules of a password, each with a mark: met, violated, or not judged yet. The marks differ in form and in words. */
export function RuleList({ label, rules }: { readonly label: string; readonly rules: readonly Rule[] }) {
  const { t } = useTranslation()
  return (
    <ul className="rules" aria-label={label}>
      {rules.map(({ text, state }) => (
        <li key={text} className={`rule-${state}`}>
          {marks[state]}
          {text}
          <span className="visually-hidden">{t(`choose.ruleStates.${state}`)}</span>
        </li>
      ))}
    </ul>
  )
}
