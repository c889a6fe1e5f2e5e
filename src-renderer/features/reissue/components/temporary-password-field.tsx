import { Button, Field, Input } from '@fluentui/react-components'
import { ArrowClockwise20Regular } from '@fluentui/react-icons/svg/arrow-clockwise'
import { useRef, type ClipboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Policy } from '../../../../src-shared/api/policy.ts'
import { toHalfWidth, type TemporaryPasswordViolation } from '../../../../src-shared/domain/temporary-password.ts'
import { useAnnounce } from '../../../components/announcer.tsx'
import { toDeskError } from '../../../lib/desk.ts'
import type { SuggestionState } from '../api/suggest-temporary-password.ts'
import { refusedViolations } from '../model/entry-check.ts'

export interface TemporaryPasswordFieldProps {
  readonly entry: string
  readonly violations: readonly TemporaryPasswordViolation[]
  readonly policy: Policy
  readonly suggestion: SuggestionState
  /** Why the last attempt was refused; null without one. */
  readonly refusal: unknown
  readonly pending: boolean
  readonly onChange: (value: string) => void
  readonly onAnother: () => void
}

/** 新パスワード, prefilled with the suggestion; read-only, and saying why, where the policy forbids editing. */
export function TemporaryPasswordField(props: TemporaryPasswordFieldProps) {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const { entry, suggestion, refusal } = props
  const input = useRef<HTMLInputElement>(null)
  const rules = props.policy.temporaryPassword
  const refused = refusal !== null ? refusedViolations(toDeskError(refusal)) : []
  const told = entry === '' ? [] : [...new Set([...props.violations, ...refused])]
  const hint = rules.editable ? t('reissue.editable') : t('reissue.readOnly')
  const mend = () => {
    props.onChange(toHalfWidth(entry))
    // The button goes away with what it mends.
    input.current?.focus()
  }
  /** A candidate on the clipboard would never be taken off it again; the issued password has its own copying. */
  const refuseCopy = (event: ClipboardEvent) => {
    event.preventDefault()
    announce(t('reissue.copyLater'))
  }
  const waiting = suggestion.status === 'waiting'
  return (
    <div className="stack-tight">
      <Field
        label={t('reissue.temporaryPassword')}
        hint={waiting ? t('reissue.makingSuggestion') : hint}
        validationMessage={
          told.length > 0 ? told.map((violation) => t(`violation.${violation}`, rules)).join(' ') : null
        }
      >
        {(control) => (
          <div className="entry-row">
            <Input
              {...control}
              ref={(element: HTMLInputElement | null) => void (input.current = element)}
              className="code temporary-password"
              size="large"
              value={entry}
              readOnly={!rules.editable || props.pending}
              onChange={(_, data) => props.onChange(data.value)}
              onCopy={refuseCopy}
              onCut={refuseCopy}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              translate="no"
              maxLength={128}
            />
            <Button
              size="large"
              icon={<ArrowClockwise20Regular />}
              disabledFocusable={waiting || props.pending}
              onClick={props.onAnother}
            >
              {t('reissue.another')}
            </Button>
          </div>
        )}
      </Field>
      {told.includes('full_width') && (
        <div>
          <Button onClick={mend}>{t('reissue.toHalfWidth')}</Button>
        </div>
      )}
    </div>
  )
}
