import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { useRefusalTexts } from '../../../lib/use-refusal-texts.ts'

interface UserGoneProps {
  readonly reason: unknown
  readonly onSearch: () => void
  readonly onBack: () => void
}

/** In place of the whole: the user is not there any more. To read them once more would not help; a new search does. */
export function UserGone({ reason, onSearch, onBack }: UserGoneProps) {
  const { t } = useTranslation()
  return (
    <>
      <ErrorNotice reason={reason} ownTexts={useRefusalTexts()} />
      <div className="actions">
        <Button appearance="primary" onClick={onSearch}>
          {t('reissue.searchAgain')}
        </Button>
        <Button onClick={onBack}>{t('action.back')}</Button>
      </div>
    </>
  )
}
