import { Button } from '@fluentui/react-components'
import { Prohibited24Regular } from '@fluentui/react-icons/svg/prohibited'
import { useTranslation } from 'react-i18next'
import type { UserDetail } from '../../../../src-shared/api/users.ts'
import { errorText } from '../../../../src-shared/errors/catalogue.ts'
import { ContactList } from '../../../components/contact-list.tsx'
import { ErrorReference } from '../../../components/error-reference.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { useRefusalTexts } from '../../../lib/use-refusal-texts.ts'

interface RefusalNoticeProps {
  readonly refusal: Exclude<UserDetail['permissions']['reissue'], true>
  readonly onBack: () => void
}

/** In place of the act: why not, and who can. */
export function RefusalNotice({ refusal, onBack }: RefusalNoticeProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const text = useRefusalTexts()[refusal.code] ?? errorText(refusal.code, language)
  return (
    <section className="card stack" aria-labelledby="refusal-title">
      <div className="refusal-title">
        <Prohibited24Regular aria-hidden />
        <h2 id="refusal-title" className="card-heading">
          {t('reissue.refusedTitle')}
        </h2>
      </div>
      <p>
        <strong>{text.what}</strong>
      </p>
      <p>{text.next}</p>
      {refusal.contacts && refusal.contacts.length > 0 && <ContactList contacts={refusal.contacts} />}
      <ErrorReference error={{ code: refusal.code, traceId: '-' }} />
      <div>
        <Button onClick={onBack}>{t('action.back')}</Button>
      </div>
    </section>
  )
}
