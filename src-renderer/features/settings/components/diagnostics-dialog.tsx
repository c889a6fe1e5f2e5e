import { Button } from '@fluentui/react-components'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { ModalDialog } from '../../../components/modal-dialog.tsx'
import { useSaveDiagnostics } from '../api/diagnostics.ts'

interface DiagnosticsDialogProps {
  readonly text: string
  readonly onClose: (isSaved: boolean) => void
}

/** Everything that would be saved, to be read first (E46). Choosing no place leaves it open. */
export function DiagnosticsDialog({ text, onClose }: DiagnosticsDialogProps) {
  const { t } = useTranslation()
  const content = useRef<HTMLTextAreaElement>(null)
  const save = useSaveDiagnostics((isSaved) => {
    if (isSaved) onClose(true)
  })
  return (
    <ModalDialog
      kind="form"
      title={t('settings.diagnosticsTitle')}
      firstFocus={content}
      onCancel={() => onClose(false)}
    >
      <div className="stack">
        <p>{t('settings.diagnosticsPromise')}</p>
        <textarea
          ref={content}
          className="diagnostics-content code"
          readOnly
          rows={16}
          value={text}
          aria-label={t('settings.diagnosticsContent')}
        />
        {save.isError && <ErrorNotice reason={save.error} />}
      </div>
      <div className="actions dialog-actions">
        <Button appearance="primary" disabledFocusable={save.isPending} onClick={() => save.mutate()}>
          {t('settings.diagnosticsSave')}
        </Button>
        <Button onClick={() => onClose(false)}>{t('action.cancel')}</Button>
      </div>
    </ModalDialog>
  )
}
