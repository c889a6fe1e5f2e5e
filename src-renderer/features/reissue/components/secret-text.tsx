import type { ClipboardEvent } from 'react'
import { toGroups, toRuns } from '../model/secret-groups.ts'

interface SecretTextProps {
  readonly secret: string
  readonly onCopy: () => void
}

/**
 * The password in groups that exist for the eye only: the text is the raw value. Copying a selection goes the same way as
 * the button, so that the clipboard is cleared afterwards.
 */
export function SecretText({ secret, onCopy }: SecretTextProps) {
  const copy = (event: ClipboardEvent) => {
    event.preventDefault()
    onCopy()
  }
  return (
    <p className="secret" translate="no" lang="en" onCopy={copy}>
      {toGroups(secret).map((group, groupIndex) => (
        <span key={groupIndex} className="secret-group">
          {toRuns(group).map((run, runIndex) => (
            <span key={runIndex} className={run.digits ? 'secret-digits' : ''}>
              {run.text}
            </span>
          ))}
        </span>
      ))}
    </p>
  )
}
