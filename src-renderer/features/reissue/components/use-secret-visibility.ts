import { useEffect, useReducer } from 'react'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { changeVisibility, secretVisibleMs } from '../model/secret-visibility.ts'

/** Whether the temporary password is uncovered; covers it after a minute and, by the settings, when the window loses the focus. */
export function useSecretVisibility() {
  const { hideOnBlur } = useDeskState().settings
  const [visibility, dispatch] = useReducer(changeVisibility, 'shown')
  useEffect(() => {
    if (visibility !== 'shown') return undefined
    const timer = setTimeout(() => dispatch({ type: 'time-over' }), secretVisibleMs)
    const onBlur = () => dispatch({ type: 'blur', hideOnBlur })
    window.addEventListener('blur', onBlur)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('blur', onBlur)
    }
  }, [visibility, hideOnBlur])
  return {
    visibility,
    toggle: () => dispatch({ type: visibility === 'shown' ? 'cover' : 'show' }),
  }
}
