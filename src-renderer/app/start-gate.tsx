import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../components/error-notice.tsx'
import { PageHeading } from '../components/page-heading.tsx'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { unwrap } from '../lib/desk.ts'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { useDesk } from '../lib/desk-context.tsx'
import type { DeskStart } from '../lib/desk-state.tsx'
import { FirstAppearance } from './appearance.tsx'

type Outcome = { readonly attempt: number } & (
  { readonly start: DeskStart } | { readonly start: null; readonly reason: unknown }
)

interface StartGateProps {
  /** What is being asked already, from before there was a page to ask it. */
  readonly reading: Promise<DeskStart> | undefined
  /** What was answered before there was a page. */
  readonly known: DeskStart | undefined
  readonly children: (start: DeskStart) => ReactNode
}

/** Asks the main process for what every screen needs, once, before anything is shown. */
export function StartGate({ reading, known, children }: StartGateProps) {
  const desk = useDesk()
  const [attempt, setAttempt] = useState(0)
  const [outcome, setOutcome] = useState<Outcome | null>(known ? { start: known, attempt: 0 } : null)
  const answered = outcome?.attempt === attempt ? outcome : null
  const isAnswered = answered !== null

  useEffect(() => {
    if (isAnswered) return undefined
    let wanted = true
    const answer = attempt === 0 ? reading : undefined
    void (answer ?? readStart(desk)).then(
      (start) => wanted && setOutcome({ start, attempt }),
      (reason: unknown) => wanted && setOutcome({ start: null, reason, attempt }),
    )
    return () => {
      wanted = false
    }
  }, [desk, reading, attempt, isAnswered])

  if (answered?.start) return children(answered.start)
  return (
    <FirstAppearance>
      {answered ? <StartFailed reason={answered.reason} onRetry={() => setAttempt(attempt + 1)} /> : <Starting />}
    </FirstAppearance>
  )
}

function Starting() {
  const { t } = useTranslation()
  return <SkeletonRows count={3} label={t('app.starting')} />
}

function StartFailed({ reason, onRetry }: { readonly reason: unknown; readonly onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <main className="single-page">
      <PageHeading>{t('app.startFailed')}</PageHeading>
      <ErrorNotice reason={reason} onRetry={onRetry} />
    </main>
  )
}

/** Shorter than anybody notices, and longer than the answer takes, unless a server of this machine is still starting. */
const waitMs = 100

/** What has been answered in time: a page that begins with it is rendered once instead of twice. A failure is for the page to tell. */
export async function answeredInTime(reading: Promise<DeskStart>): Promise<DeskStart | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), waitMs))
  return await Promise.race([reading, late]).catch(() => undefined)
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
