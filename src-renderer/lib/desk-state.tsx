import { createContext, useContext, useLayoutEffect, useState, type ReactNode } from 'react'
import type {
  AppInfo,
  ClipboardView,
  HistoryExportView,
  OfflineHistoryView,
  SessionView,
} from '../../src-shared/ipc/contract.ts'
import type { KeptPlace } from '../../src-shared/ipc/place-schema.ts'
import type { ConnectionView, ServerView } from '../../src-shared/ipc/server-schema.ts'
import type { Settings, SettingsView } from '../../src-shared/ipc/settings-schema.ts'
import { useDesk } from './desk-context.tsx'

export interface DeskStart {
  readonly info: AppInfo
  readonly settingsView: SettingsView
  readonly sessionView: SessionView
  readonly server: ServerView
  readonly connection: ConnectionView
  readonly offlineHistory: OfflineHistoryView
  /** Where the same person was before the page was destroyed by a lock. */
  readonly keptPlace: KeptPlace | null
}

/** What the main process keeps and the page mirrors; none of it is fetched again by a screen. */
export interface DeskState extends DeskStart {
  readonly settings: Settings
  readonly clipboard: ClipboardView
  /** An export goes on whatever screen is open. */
  readonly historyExport: HistoryExportView
  readonly applySession: (view: SessionView) => void
  readonly applySettings: (view: SettingsView) => void
  readonly applyClipboard: (view: ClipboardView) => void
}

const DeskStateContext = createContext<DeskState | undefined>(undefined)

export function DeskStateProvider({ start, children }: { readonly start: DeskStart; readonly children: ReactNode }) {
  const desk = useDesk()
  const [sessionView, applySession] = useState(start.sessionView)
  const [settingsView, applySettings] = useState(start.settingsView)
  const [connection, applyConnection] = useState(start.connection)
  const [offlineHistory, applyOfflineHistory] = useState(start.offlineHistory)
  const [clipboard, applyClipboard] = useState<ClipboardView>({ reissueId: null, clearsAt: null })
  const [historyExport, applyHistoryExport] = useState<HistoryExportView>({ running: null })

  // Before the first paint: what the main process tells from then on is not missed.
  useLayoutEffect(() => {
    const stops = [
      desk.listen('sessionChanged', applySession),
      desk.listen('connectionChanged', applyConnection),
      desk.listen('clipboardChanged', applyClipboard),
      desk.listen('settingsChanged', applySettings),
      desk.listen('offlineHistoryChanged', applyOfflineHistory),
      desk.listen('historyExportChanged', applyHistoryExport),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [desk])

  const state: DeskState = {
    ...start,
    settingsView,
    settings: settingsView.values,
    sessionView,
    connection,
    offlineHistory,
    clipboard,
    historyExport,
    applySession,
    applySettings,
    applyClipboard,
  }
  return <DeskStateContext value={state}>{children}</DeskStateContext>
}

export function useDeskState(): DeskState {
  const state = useContext(DeskStateContext)
  if (!state) throw new Error('useDeskState needs a DeskStateProvider')
  return state
}
