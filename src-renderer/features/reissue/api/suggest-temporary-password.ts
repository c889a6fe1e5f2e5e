import { useEffect, useState } from 'react'
import type { IpcOutput } from '../../../../src-shared/ipc/bridge.ts'
import { unwrap } from '../../../lib/desk.ts'
import { useDesk } from '../../../lib/desk-context.tsx'

export type Suggestion = IpcOutput<'reissues', 'suggest'>

export type SuggestionState =
  | { readonly status: 'waiting' }
  | { readonly status: 'ready'; readonly suggestion: Suggestion }
  | { readonly status: 'failed'; readonly reason: unknown }

/**
 * A suggestion of the server for this user, and `renew` for another one. Held in the component's state and not in the
 * query cache, since it becomes a password (T5).
 */
export function useSuggestion(userId: string): { readonly state: SuggestionState; readonly renew: () => void } {
  const desk = useDesk()
  const [round, setRound] = useState(0)
  const [settled, setSettled] = useState<{ readonly round: number; readonly state: SuggestionState } | null>(null)

  useEffect(() => {
    let wanted = true
    const settle = (state: SuggestionState) => wanted && setSettled({ round, state })
    unwrap(desk.reissues.suggest({ userId })).then(
      (suggestion) => settle({ status: 'ready', suggestion }),
      (reason: unknown) => settle({ status: 'failed', reason }),
    )
    return () => {
      wanted = false
    }
  }, [desk, userId, round])

  const state: SuggestionState = settled?.round === round ? settled.state : { status: 'waiting' }
  return { state, renew: () => setRound((last) => last + 1) }
}
