import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnnounce } from '../../../components/announcer.tsx'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useSecondsUntil } from '../../../lib/use-seconds-until.ts'
import { useCopyTemporaryPassword } from '../api/copy-temporary-password.ts'

export interface CopySecret {
  readonly run: () => void
  /** Whether it was copied at least once. */
  readonly isCopied: boolean
  /** Until it is taken off the clipboard; 0 when it is not there. */
  readonly secondsLeft: number
  readonly error: unknown
}

/** Copying the password of a reissue, however it is asked for, and what is told about it (E34, U15). */
export function useCopySecret(reissueId: string): CopySecret {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const { clipboard } = useDeskState()
  const [wasCopied, setWasCopied] = useState(false)
  const times = useRef(0)
  const copy = useCopyTemporaryPassword(reissueId, (view) => {
    const clearsInMs = view.clearsAt === null ? 0 : Date.parse(view.clearsAt) - Date.now()
    const seconds = Math.max(0, Math.round(clearsInMs / 1000))
    times.current += 1
    // Other words each time: some screen readers keep silent about what they have just said.
    const text =
      times.current === 1 ? t('done.copied', { seconds }) : t('done.copiedAgain', { seconds, times: times.current })
    announce(text)
    setWasCopied(true)
  })
  const isHeld = clipboard.reissueId === reissueId && clipboard.clearsAt !== null
  const clearsAtMs = isHeld && clipboard.clearsAt !== null ? Date.parse(clipboard.clearsAt) : null
  return {
    run: () => copy.mutate(),
    // Told to be on the clipboard before the answer to the copying arrives: who leaves in between is not asked about it.
    isCopied: wasCopied || clipboard.reissueId === reissueId,
    secondsLeft: useSecondsUntil(clearsAtMs),
    error: copy.error,
  }
}
