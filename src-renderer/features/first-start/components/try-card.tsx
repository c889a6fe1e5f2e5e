import { Button, Spinner } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { useTryHere } from '../api/try-here.ts'

/** The embedded server with sample members, for a first look. */
export function TryCard() {
  const { t } = useTranslation()
  const tryHere = useTryHere()
  const isStarting = tryHere.isPending || tryHere.isSuccess
  return (
    <section className="front-card trial-card" aria-labelledby="try-title">
      <h2 id="try-title" className="card-heading">
        {t('firstStart.tryTitle')}
      </h2>
      <p>{t('firstStart.tryText')}</p>
      {tryHere.isError && <ErrorNotice reason={tryHere.error} />}
      <Button
        disabledFocusable={isStarting}
        icon={isStarting ? <Spinner size="tiny" aria-hidden /> : null}
        onClick={() => tryHere.mutate()}
      >
        {t('firstStart.tryHere')}
      </Button>
      <output className="quiet">{isStarting && t('firstStart.trying')}</output>
    </section>
  )
}
