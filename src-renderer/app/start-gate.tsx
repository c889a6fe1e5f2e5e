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

interface StartGateProps {
  /** What is being asked already, from before there was a page to ask it. */
  readonly reading: Promise<DeskStart> | undefined
  readonly children: (start: DeskStart) => ReactNode
}

/** Asks the main process for what every screen needs, once, before anything is shown. */
export function StartGate({ reading, children }: StartGateProps) {
  const desk = useDesk()
  const { t } = useTranslation()
  const [attempt, setAttempt] = useState(0)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  useEffect(() => {
    let wanted = true
    const answer = attempt === 0 ? reading : undefined
    void (answer ?? readStart(desk)).then(
      (start) => wanted && setOutcome({ start, attempt }),
      (reason: unknown) => wanted && setOutcome({ start: null, reason, attempt }),
    )
    return () => {
      wanted = false
    }
  }, [desk, reading, attempt])

  if (outcome?.attempt !== attempt) return <SkeletonRows count={3} label={t('app.starting')} />
  if (outcome.start) return children(outcome.start)
  return (
    <main className="single-page">
      <PageHeading>{t('app.startFailed')}</PageHeading>
      <ErrorNotice reason={outcome.reason} onRetry={() => setAttempt(attempt + 1)} />
    </main>
  )
}

/** What every screen needs, asked of the main process. */
export async function readStart(desk: DeskBridge): Promise<DeskStart> {
  const [info, views] = await Promise.all([unwrap(desk.app.readInfo({})), readViews(desk)])
  // The embedded server is there now: what was said of it before does not count.
  return { info, ...(views.server.kind === 'trial' ? await readViews(desk) : views) }
}

async function readViews(desk: DeskBridge): Promise<Omit<DeskStart, 'info'>> {
  const [settingsView, sessionView, server, connection, offlineHistory, { place }] = await Promise.all([
    unwrap(desk.app.readSettings({})),
    unwrap(desk.session.read({})),
    unwrap(desk.server.read({})),
    unwrap(desk.server.readConnection({})),
    unwrap(desk.offlineHistory.read({})),
    unwrap(desk.place.read({})),
  ])
  return { settingsView, sessionView, server, connection, offlineHistory, keptPlace: place }
}
