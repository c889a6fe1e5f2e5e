import { Button, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components'
import { QuestionCircle16Regular } from '@fluentui/react-icons/svg/question-circle'
import { useTranslation } from 'react-i18next'
import { focusOnMount } from '../../../lib/focus-on-mount.ts'

const lines = ['folding', 'variants', 'words', 'conditions', 'literally'] as const

/** How a search compares: what is treated as the same, and what several words mean (U2, U3). */
export function SearchHelp() {
  const { t } = useTranslation()
  return (
    <Popover inline withArrow positioning="below-start">
      <PopoverTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<QuestionCircle16Regular />}>
          {t('search.help.title')}
        </Button>
      </PopoverTrigger>
      <PopoverSurface ref={focusOnMount} tabIndex={-1} className="search-help" aria-label={t('search.help.title')}>
        <ul>
          {lines.map((line) => (
            <li key={line}>{t(`search.help.${line}`)}</li>
          ))}
        </ul>
      </PopoverSurface>
    </Popover>
  )
}
