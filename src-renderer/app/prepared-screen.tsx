import { Activity, startTransition, use, useEffect, useState, type ReactNode } from 'react'
import { ErrorBoundary } from './error-boundary.tsx'
import { RehearsesContext } from './rehearsal.tsx'

interface PreparedScreenProps {
  readonly isOpen: boolean
  /** What the screen finds again: what was prepared for another one is dropped. */
  readonly memory: object
  readonly children: ReactNode
}

/** First what the screen that is open has to do. */
const waitMs = 500

/**
 * A screen that is opened often and holds no secret. Once it has been left, and before it is opened for the first time, it is
 * made anew in idle time, hidden and without effects, so that to open it is to show it. Until then it asks for nothing, tells
 * and focuses nothing, and nobody finds it. Opened before that, it is made then, like any other screen.
 */
export function PreparedScreen({ isOpen, memory, children }: PreparedScreenProps) {
  const isWanted = use(RehearsesContext)
  const [made, setMade] = useState({ isOpen, memory, number: 0 })
  if (made.isOpen !== isOpen || made.memory !== memory) {
    const isStale = made.isOpen ? !isOpen : made.memory !== memory
    setMade({ isOpen, memory, number: made.number + (isStale ? 1 : 0) })
  }
  const { number } = made
  const [prepared, setPrepared] = useState<number>()

  useEffect(() => {
    if (isOpen || !isWanted) return undefined
    let idle = 0
    const prepare = () => startTransition(() => setPrepared(number))
    const timer = setTimeout(() => (idle = requestIdleCallback(prepare)), waitMs)
    return () => {
      clearTimeout(timer)
      if (idle !== 0) cancelIdleCallback(idle)
    }
  }, [isOpen, isWanted, number])

  if (!isOpen && prepared !== number) return null
  return (
    <Activity key={number} mode={isOpen ? 'visible' : 'hidden'}>
      <ErrorBoundary isInFrame>{children}</ErrorBoundary>
    </Activity>
  )
}
