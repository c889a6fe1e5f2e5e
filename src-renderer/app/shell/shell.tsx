import type { ReactNode } from 'react'
import type { SessionUser } from '../../../src-shared/api/sessions.ts'
import { StorageNotice } from '../../components/storage-notice.tsx'
import type { Screen } from '../screens.ts'
import { IdentityBar } from './identity-bar.tsx'
import { Rail } from './rail.tsx'
import { StatusBar, type StatusActions } from './status-bar.tsx'

interface ShellProps {
  readonly user: SessionUser
  readonly actions: StatusActions
  /** With it there is a rail. */
  readonly current?: Screen['name']
  readonly awaited?: number
  readonly children: ReactNode
}

/** The frame around every screen of somebody logged in. */
export function Shell({ user, actions, current, awaited = 0, children }: ShellProps) {
  return (
    <div className="shell">
      <header>
        <IdentityBar user={user} />
        {/* The settings say it themselves. */}
        {current !== 'settings' && <StorageNotice isDismissible />}
      </header>
      <div className="shell-middle">
        {current && <Rail current={current} awaited={awaited} />}
        <main className="content">
          <div className="content-column">{children}</div>
        </main>
      </div>
      <StatusBar actions={actions} />
    </div>
  )
}
