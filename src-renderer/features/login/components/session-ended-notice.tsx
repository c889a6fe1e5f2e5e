import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { errorText, type ErrorCode } from '../../../../src-shared/errors/catalogue.ts'
import { ErrorReference } from '../../../components/error-reference.tsx'
import { useLanguage } from '../../../lib/use-language.ts'

/** Why somebody who was logged in finds the login screen. */
export function SessionEndedNotice({ code }: { readonly code: ErrorCode }) {
  const { t } = useTranslation()
  const text = errorText(code, useLanguage())
  return (
    <MessageBar intent="info" layout="multiline" className="notice">
      <MessageBarBody>
        <MessageBarTitle>{t('login.endedTitle')}</MessageBarTitle>
        <span className="notice-next">{text.what}</span>
        <span className="notice-next">{text.next}</span>
        <ErrorReference error={{ code, traceId: '-' }} />
      </MessageBarBody>
    </MessageBar>
  )
}
