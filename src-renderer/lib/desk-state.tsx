import { createContext, useContext, useLayoutEffect, useState, type ReactNode } from 'react'
import type { AppInfo, ClipboardView, ConnectionView, SessionView, Settings } from '../../src-shared/ipc/contract.ts'
import { useDesk } from './desk-context.tsx'

export interface DeskStart {
  readonly info: AppInfo
  readonly settings: Settings
  readonly sessionView: SessionView
}

/** What the main process keeps and the page mirrors; none of it is fetched again by a screen. */
export interface DeskState extends DeskStart {
  readonly connection: ConnectionView['state']
  readonly clipboard: ClipboardView
  readonly applySession: (view: SessionView) => void
  readonly applySettings: (settings: Settings) => void
  readonly applyConnection: (state: ConnectionView['state']) => void
  readonly applyClipboard: (view: ClipboardView) => void
}

const DeskStateContext = createContext<DeskState | undefined>(undefined)

export function DeskStateProvider({ start, children }: { readonly start: DeskStart; readonly children: ReactNode }) {
  const desk = useDesk()
  const [sessionView, applySession] = useState(start.sessionView)
  const [settings, applySettings] = useState(start.settings)
  const [connection, applyConnection] = useState<ConnectionView['state']>('connected')
  const [clipboard, applyClipboard] = useState<ClipboardView>({ reissueId: null, clearsAt: null })

  // Before the first paint: what the main process tells from then on is not missed.
  useLayoutEffect(() => {
    const stops = [
      desk.listen('sessionChanged', applySession),
      desk.listen('connectionChanged', (view) => applyConnection(view.state)),
      desk.listen('clipboardChanged', applyClipboard),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [desk])

  const state: DeskState = {
    info: start.info,
    settings,
    sessionView,
    connection,
    clipboard,
    applySession,
    applySettings,
    applyConnection,
    applyClipboard,
  }
  return <DeskStateContext value={state}>{children}</DeskStateContext>
}

export function useDeskState(): DeskState {
  const state = useContext(DeskStateContext)
  if (!state) throw new Error('useDeskState needs a DeskStateProvider')
  return state
}
