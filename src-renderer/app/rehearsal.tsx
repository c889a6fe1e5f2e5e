import { Activity, createContext, startTransition, use, useEffect, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

/** Whether there is time to be used: in a window, as opposed to a test of a single screen. */
export const RehearsesContext = createContext(false)

/** First what the screen itself begins with. */
const waitMs = 300
/** What has not come about by then is given up: the person is at work, and the screens come up by themselves. */
const giveUpMs = 8_000

interface RehearsalProps {
  /** What has effects on nothing but itself: they are rehearsed, too. */
  readonly alive?: ReactNode
  readonly children: ReactNode
}

/**
 * Renders what will be wanted next, once, in idle time and outside of the document, and drops it: the component kit’s first
 * render of each part takes longer than all later ones, for its code and its styles. A key interrupts it. `children` have no
 * effects: nothing is asked for, told, focused or remembered.
 */
export function Rehearsal({ alive, children }: RehearsalProps) {
  const isWanted = use(RehearsesContext)
  const [stage, setStage] = useState<'before' | 'on' | 'over'>('before')
  const [nowhere] = useState(() => document.createElement('div'))

  useEffect(() => {
    if (!isWanted) return undefined
    let idle = 0
    const begin = () => startTransition(() => setStage('on'))
    const timers = [
      setTimeout(() => (idle = requestIdleCallback(begin)), waitMs),
      setTimeout(() => setStage('over'), waitMs + giveUpMs),
    ]
    return () => {
      for (const timer of timers) clearTimeout(timer)
      if (idle !== 0) cancelIdleCallback(idle)
    }
  }, [isWanted])

  if (stage !== 'on') return null
  return (
    <>
      {createPortal(alive, nowhere)}
      <Activity mode="hidden">{createPortal(children, nowhere)}</Activity>
    </>
  )
}
