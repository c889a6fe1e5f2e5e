import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { Announcer } from '../components/announcer.tsx'
import { LeaveGuardProvider } from '../components/leave-guard.tsx'
import { DeskProvider } from '../lib/desk-context.tsx'
import { DeskStateProvider } from '../lib/desk-state.tsx'
import { Appearance } from './appearance.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Providers } from './providers.tsx'
import { ServerGate } from './server-gate.tsx'
import { SessionGate } from './session-gate.tsx'
import { StartGate } from './start-gate.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

/** The whole page. `desk` is the bridge to the main process, or a fake one in tests. */
export function App({ desk }: { readonly desk: DeskBridge }) {
  useKeptFocus()
  return (
    <DeskProvider desk={desk}>
      <Appearance language="ja" theme="system">
        <ErrorBoundary>
          <StartGate>
            {(start) => (
              <DeskStateProvider start={start}>
                <Providers>
                  <Announcer>
                    <LeaveGuardProvider>
                      <ErrorBoundary>
                        <ServerGate>
                          <SessionGate />
                        </ServerGate>
                      </ErrorBoundary>
                    </LeaveGuardProvider>
                  </Announcer>
                </Providers>
              </DeskStateProvider>
            )}
          </StartGate>
        </ErrorBoundary>
      </Appearance>
    </DeskProvider>
  )
}
