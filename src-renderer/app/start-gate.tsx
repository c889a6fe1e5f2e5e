import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../components/error-notice.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { unwrap } from '../lib/desk.ts'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { useDesk } from '../lib/desk-context.tsx'
import type { DeskStart } from '../lib/desk-state.tsx'

type Outcome = { readonly attempt: number } & (
  { readonly start: DeskStart } | { readonly start: null; readonly reason: unknown }
)

/** Asks the main process for what every screen needs, once, before anything is shown. */
export function StartGate({ children }: { readonly children: (start: DeskStart) => ReactNode }) {
  const desk = useDesk()
  const { t } = useTranslation()
  const [attempt, setAttempt] = useState(0)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  useEffect(() => {
    let wanted = true
    readStart(desk).then(
      (start) => wanted && setOutcome({ start, attempt }),
      (reason: unknown) => wanted && setOutcome({ start: null, reason, attempt }),
    )
    return () => {
      wanted = false
    }
  }, [desk, attempt])

  if (outcome?.attempt !== attempt) return <SkeletonRows count={3} label={t('app.starting')} />
  if (outcome.start) return children(outcome.start)
  return (
    <main className="single-page">
      <PageHeading>{t('app.startFailed')}</PageHeading>
      <ErrorNotice reason={outcome.reason} onRetry={() => setAttempt(attempt + 1)} />
    </main>
  )
}

async function readStart(desk: DeskBridge): Promise<DeskStart> {
  // First: it waits for the embedded server, whose address the others tell.
  const info = await unwrap(desk.app.readInfo({}))
  const [settingsView, sessionView, server, connection, offlineHistory, { place }] = await Promise.all([
    unwrap(desk.app.readSettings({})),
    unwrap(desk.session.read({})),
    unwrap(desk.server.read({})),
    unwrap(desk.server.readConnection({})),
    unwrap(desk.offlineHistory.read({})),
    unwrap(desk.place.read({})),
  ])
  return { info, settingsView, sessionView, server, connection, offlineHistory, keptPlace: place }
}
