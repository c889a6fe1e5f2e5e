import { createContext, useContext, useEffect, useState, useRef, type ReactNode } from 'react'
import { ConfirmDialog } from './confirm-dialog.tsx'

type Guard = (proceed: () => void) => void

interface LeaveGuardAccess {
  readonly leave: Guard
  readonly register: (guard: Guard) => () => void
}

const LeaveGuardContext = createContext<LeaveGuardAccess>({
  leave: (proceed) => proceed(),
  register: () => () => undefined,
})

/** Lets a screen ask before it is left, whichever way: rail, shortcut, lock or log out. */
export function LeaveGuardProvider({ children }: { readonly children: ReactNode }) {
  const guard = useRef<Guard | null>(null)
  const [access] = useState<LeaveGuardAccess>(() => ({
    leave: (proceed) => (guard.current ? guard.current(proceed) : proceed()),
    register: (added) => {
      guard.current = added
      return () => {
        if (guard.current === added) guard.current = null
      }
    },
  }))
  return <LeaveGuardContext value={access}>{children}</LeaveGuardContext>
}

/** Everything that leaves a screen goes through the returned function. */
export const useLeave = (): Guard => useContext(LeaveGuardContext).leave

interface LeaveQuestionProps {
  readonly when: boolean
  readonly title: string
  readonly text: string
  readonly leaveLabel: string
  readonly stayLabel: string
}

/** Put into a screen: while `when` holds, leaving it asks first. */
export function LeaveQuestion({ when, title, text, leaveLabel, stayLabel }: LeaveQuestionProps) {
  const { register } = useContext(LeaveGuardContext)
  const [asked, setAsked] = useState<{ readonly proceed: () => void } | null>(null)
  useEffect(() => (when ? register((proceed) => setAsked({ proceed })) : undefined), [when, register])
  return (
    <ConfirmDialog
      open={asked !== null}
      title={title}
      confirmLabel={leaveLabel}
      cancelLabel={stayLabel}
      onCancel={() => setAsked(null)}
      onConfirm={() => {
        setAsked(null)
        asked?.proceed()
      }}
    >
      {text}
    </ConfirmDialog>
  )
}
