import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groupForReading } from '../../../../src-shared/domain/read-aloud.ts'
import { useAnnounce } from '../../../components/announcer.tsx'
import { isImeKey } from '../../../lib/ime.ts'
import { changeReading, isConfirmed, readingStart, type ReadingEvent } from '../model/reading-state.ts'
import { groupOfKey, moveByKey, stopsOf, type ReadingStop } from '../model/step-through.ts'

export interface Reading {
  readonly stop: ReadingStop
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly repeated: ReadonlySet<number>
  readonly isConfirmed: boolean
  readonly step: (key: 'ArrowLeft' | 'ArrowRight') => void
  readonly tick: (group: number) => void
  readonly goTo: (index: number) => void
  /** A key that was pressed somewhere in the page. */
  readonly handleKey: (event: KeyboardEvent, area: Element) => void
}

interface ReadingEnds {
  /** Somebody is reading: what is shown is asked for. */
  readonly onUsed: () => void
  readonly onConfirmed: () => void
}

/** Where the reading on the phone stands. Announces places, never characters. */
export function useReading(secret: string, { onUsed, onConfirmed }: ReadingEnds): Reading {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const [state, setState] = useState(readingStart)
  const { length } = secret
  const groups = groupForReading([...secret]).length
  const stops = stopsOf(length)
  const stop = stops[state.stop] ?? { at: 'character', index: 0 }

  const change = (event: ReadingEvent) => {
    onUsed()
    const next = changeReading(state, event)
    setState(next)
    const reached = stops[next.stop]
    if (event.type === 'tick' && next.repeated.has(event.group)) {
      announce(
        t(isConfirmed(next, groups) ? 'phone.allRepeated' : 'phone.announceRepeated', { group: event.group + 1 }),
      )
    } else if (next.stop !== state.stop && reached) {
      announce(
        reached.at === 'pause'
          ? t('phone.pause', { group: reached.group + 1 })
          : t('phone.announceAt', { position: reached.index + 1 }),
      )
    }
    if (isConfirmed(next, groups)) onConfirmed()
  }

  return {
    stop,
    isFirst: state.stop === 0,
    isLast: state.stop === stops.length - 1,
    repeated: state.repeated,
    isConfirmed: isConfirmed(state, groups),
    step: (key) => change({ type: 'key', key, length }),
    tick: (group) => change({ type: 'tick', group, length }),
    goTo: (index) => change({ type: 'go', index, length }),
    handleKey: (event, area) => {
      if (isOthersKey(event)) return
      const isInside = event.target instanceof Node && area.contains(event.target)
      if (!isInside && !isOnNothing(event.target)) return
      // A single character acts only where the focus says what it is for (WCAG 2.1.4).
      const group = isInside ? groupOfKey(event.key, groups) : undefined
      if (group === undefined && moveByKey(event.key, state.stop, stops.length) === undefined) return
      event.preventDefault()
      change(group === undefined ? { type: 'key', key: event.key, length } : { type: 'tick', group, length })
    },
  }
}

/** Shortcuts with a modifier, the input method, dialogs, and what a control does with its own keys. */
function isOthersKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || isImeKey(event)) return true
  if (!(event.target instanceof Element) || event.target.closest('dialog')) return true
  const isControl = event.target.matches('button, a, input, select, textarea')
  return event.target.matches('input[type=radio]') || (isControl && event.key === ' ')
}

/** The focus is where it falls when a screen appears or when nothing was clicked. */
const isOnNothing = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof Element && target.matches('.page-heading'))
