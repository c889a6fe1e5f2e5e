import { createContext, useContext, type ReactNode } from 'react'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'

const DeskContext = createContext<DeskBridge | undefined>(undefined)

export function DeskProvider({ desk, children }: { readonly desk: DeskBridge; readonly children: ReactNode }) {
  return <DeskContext value={desk}>{children}</DeskContext>
}

/** The bridge, for the `api/` files of the features; tests put a fake one in. */
export function useDesk(): DeskBridge {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk needs a DeskProvider')
  return desk
}
