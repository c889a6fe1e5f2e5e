import { Button } from '@fluentui/react-components'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../../src-shared/domain/time.ts'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { useLanguage } from '../../../lib/use-language.ts'
import { useReadDiagnostics } from '../api/diagnostics.ts'
import { DiagnosticsDialog } from './diagnostics-dialog.tsx'

/** The way to a file for the operators; its content is read before it is saved. */
export function DiagnosticsCard() {
  const { t } = useTranslation()
  const language = useLanguage()
  const [isSaved, setSaved] = useState(false)
  const [shown, setShown] = useState<{ readonly text: string; readonly language: Language } | null>(null)
  const read = useReadDiagnostics()
  const show = () => read.mutate(undefined, { onSuccess: ({ text }) => setShown({ text, language }) })
  const close = (saved: boolean) => {
    setSaved(saved)
    setShown(null)
    read.reset()
  }
  // What is read is in the language of the page, also when that changes meanwhile.
  const follow = useEffectEvent((current: Language) => {
    if (shown !== null && shown.language !== current) show()
  })
  useEffect(() => follow(language), [language])
  return (
    <section className="card stack" aria-labelledby="diagnostics-title">
      <h3 id="diagnostics-title" className="card-heading">
        {t('settings.diagnostics')}
      </h3>
      <p>{t('settings.diagnosticsText')}</p>
      <div className="actions">
        <Button
          disabledFocusable={read.isPending}
          onClick={() => {
            setSaved(false)
            show()
          }}
        >
          {t('settings.diagnosticsShow')}
        </Button>
        <output>{isSaved && t('settings.diagnosticsSaved')}</output>
      </div>
      {read.isError && <ErrorNotice reason={read.error} />}
      {shown !== null && <DiagnosticsDialog text={shown.text} onClose={close} />}
    </section>
  )
}
