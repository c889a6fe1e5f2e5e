import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useSecondsUntil } from '../../../lib/use-seconds-until.ts'

interface NextCheckProps {
  readonly delayMs: number
  readonly onCheck: () => void
}

/** While it is there: asks once after the delay, or at once when the server is there again, and says when that will be. */
export function NextCheck({ delayMs, onCheck }: NextCheckProps) {
  const { t } = useTranslation()
  const isReachable = useDeskState().connection.state !== 'unreachable'
  const [atMs] = useState(() => Date.now() + delayMs)
  const check = useEffectEvent(onCheck)
  useEffect(() => {
    const timer = setTimeout(() => check(), atMs - Date.now())
    return () => clearTimeout(timer)
  }, [atMs])
  const wasReachable = useRef(isReachable)
  useEffect(() => {
    if (isReachable && !wasReachable.current) check()
    wasReachable.current = isReachable
  }, [isReachable])
  return <span className="quiet instant">{t('reissue.unknownSoon', { seconds: useSecondsUntil(atMs) })}</span>
}
