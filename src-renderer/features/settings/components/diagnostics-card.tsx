import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { useReadDiagnostics } from '../api/diagnostics.ts'
import { DiagnosticsDialog } from './diagnostics-dialog.tsx'

/** The way to a file for the operators; its content is read before it is saved. */
export function DiagnosticsCard() {
  const { t } = useTranslation()
  const [isSaved, setSaved] = useState(false)
  const read = useReadDiagnostics()
  const close = (saved: boolean) => {
    setSaved(saved)
    read.reset()
  }
  return (
    <section className="card stack" aria-labelledby="diagnostics-title">
      <h2 id="diagnostics-title" className="card-heading">
        {t('settings.diagnostics')}
      </h2>
      <p>{t('settings.diagnosticsText')}</p>
      <div className="actions">
        <Button
          disabled={read.isPending}
          onClick={() => {
            setSaved(false)
            read.mutate()
          }}
        >
          {t('settings.diagnosticsShow')}
        </Button>
        <output>{isSaved && t('settings.diagnosticsSaved')}</output>
      </div>
      {read.isError && <ErrorNotice reason={read.error} />}
      {read.data && <DiagnosticsDialog text={read.data.text} onClose={close} />}
    </section>
  )
}
