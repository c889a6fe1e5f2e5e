import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { ArrowClockwise20Regular } from '@fluentui/react-icons/svg/arrow-clockwise'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText, type ErrorCode } from '../../src-shared/errors/catalogue.ts'
import type { ErrorText } from '../../src-shared/errors/error-kind.ts'
import { toDeskError } from '../lib/desk.ts'
import { focusPageHeading } from '../lib/focus-page-heading.ts'
import { useLanguage } from '../lib/use-language.ts'
import { ContactList } from './contact-list.tsx'
import { ErrorReference } from './error-reference.tsx'

interface ErrorNoticeProps {
  /** What was thrown; anything but a DeskFailure is told as a fault of the app. */
  readonly reason: unknown
  /** In place of the catalogue's, where the screen knows better what it means here. */
  readonly ownTexts?: Partial<Readonly<Record<ErrorCode, ErrorText>>>
  readonly onRetry?: (() => void) | undefined
  readonly children?: ReactNode
}

/** What happened, what to do now, and the code to quote: the catalogue's text, in the page's language. */
export function ErrorNotice({ reason, ownTexts = {}, onRetry, children }: ErrorNoticeProps) {
  const { t } = useTranslation()
  const error = toDeskError(reason)
  const language = useLanguage()
  const text = ownTexts[error.code] ?? errorText(error.code, language)
  const retry = () => {
    // The notice, and the button with it, goes while it is tried again.
    focusPageHeading()
    onRetry?.()
  }
  return (
    <MessageBar intent="error" layout="multiline" role="alert" className="notice">
      <MessageBarBody>
        <MessageBarTitle>{text.what}</MessageBarTitle>
        <span className="notice-next">{text.next}</span>
        {children}
        {error.contacts && error.contacts.length > 0 && <ContactList contacts={error.contacts} />}
        <ErrorReference error={error} />
      </MessageBarBody>
      {onRetry && (
        <MessageBarActions>
          <Button icon={<ArrowClockwise20Regular />} onClick={retry}>
            {t('action.retry')}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
