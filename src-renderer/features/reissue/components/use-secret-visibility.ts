import { useEffect, useReducer } from 'react'
import { useDeskState } from '../../../lib/desk-state.tsx'
import {
  changeVisibility,
  secretVisibleMs,
  type SecretVisibility,
  type VisibilityEvent,
} from '../model/secret-visibility.ts'

export interface SecretVisibilityControl {
  readonly visibility: SecretVisibility
  readonly toggle: () => void
  /** Somebody is using what is shown: the time begins anew. */
  readonly prolong: () => void
}

/** Whether the temporary password is uncovered; covers it after a minute and, by the settings, when the window loses the focus. */
export function useSecretVisibility(): SecretVisibilityControl {
  const { hideOnBlur } = useDeskState().settings
  const [state, dispatch] = useReducer(change, { visibility: 'shown' })
  useEffect(() => {
    if (state.visibility !== 'shown') return undefined
    const timer = setTimeout(() => dispatch({ type: 'time-over' }), secretVisibleMs)
    const onBlur = () => dispatch({ type: 'blur', hideOnBlur })
    window.addEventListener('blur', onBlur)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('blur', onBlur)
    }
  }, [state, hideOnBlur])
  return {
    visibility: state.visibility,
    toggle: () => dispatch({ type: state.visibility === 'shown' ? 'cover' : 'show' }),
    prolong: () => dispatch({ type: 'use' }),
  }
}

interface State {
  readonly visibility: SecretVisibility
}

/** A new object begins the time anew. */
const change = ({ visibility }: State, event: VisibilityEvent | { readonly type: 'use' }): State => ({
  visibility: event.type === 'use' ? visibility : changeVisibility(visibility, event),
})
