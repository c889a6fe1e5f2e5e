import { Button, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components'
import { QuestionCircle16Regular } from '@fluentui/react-icons/svg/question-circle'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { focusOnMount } from '../../../lib/focus-on-mount.ts'

const lines = ['folding', 'variants', 'words', 'conditions', 'literally'] as const

/**
 * How a search compares: what is treated as the same, and what several words mean (U2, U3). The kit’s popover watches the
 * focus in the whole page for as long as it is there: a button, until it is used.
 */
export function SearchHelp() {
  const { t } = useTranslation()
  const [isUsed, setIsUsed] = useState(false)
  const look = { appearance: 'subtle', icon: <QuestionCircle16Regular /> } as const
  if (!isUsed) {
    return (
      <Button {...look} aria-expanded={false} onClick={() => setIsUsed(true)}>
        {t('search.help.title')}
      </Button>
    )
  }
  return (
    <Popover inline withArrow defaultOpen positioning="below-start">
      <PopoverTrigger disableButtonEnhancement>
        <Button {...look}>{t('search.help.title')}</Button>
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
