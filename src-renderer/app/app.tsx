import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { Announcer } from '../components/announcer.tsx'
import { LeaveGuardProvider } from '../components/leave-guard.tsx'
import { DeskProvider } from '../lib/desk-context.tsx'
import { DeskStateProvider, type DeskStart } from '../lib/desk-state.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Providers } from './providers.tsx'
import { ServerGate } from './server-gate.tsx'
import { SessionGate } from './session-gate.tsx'
import { StartGate } from './start-gate.tsx'
import { useKeptFocus } from './use-kept-focus.ts'

interface AppProps {
  /** The bridge to the main process, or a fake one in tests. */
  readonly desk: DeskBridge
  readonly reading?: Promise<DeskStart>
  readonly start?: DeskStart | undefined
}

/** The whole page. What has been asked of the main process already is given as `reading`, what it has answered as `start`. */
export function App({ desk, reading, start: known }: AppProps) {
  useKeptFocus()
  return (
    <DeskProvider desk={desk}>
      <ErrorBoundary isOutermost>
        <StartGate reading={reading} known={known}>
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
    </DeskProvider>
  )
}
