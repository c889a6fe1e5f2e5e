import { Gauge, type Registry } from 'prom-client'
import type { OperatingFigures } from './operating-figures-repository.ts'

export interface DirectoryState {
  readonly directory: string
  readonly state: 'closed' | 'half_open' | 'open'
}

type DirectoryFigures = Pick<
  OperatingFigures,
  'mirrors' | 'oldestExpireDueAt' | 'oldestSettleDueAt' | 'openIntents' | 'unconfirmedIntents'
>

/** The gauges of directories. Labels are names of the configuration: directories and member IDs, nobody’s own. */
export function createDirectoryGauges(registry: Registry) {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []): Gauge =>
    new Gauge({ name: `saihakko_directory_${name}`, help, labelNames: [...labelNames], registers: [registry] })
  const ofMember = ['directory', 'member'] as const
  const isUp = gauge('up', 'Whether the directory is asked: 0 while it is known to be down.', ['directory'])
  const age = gauge('mirror_age_seconds', 'Time since the mirror was last up to date.', ofMember)
  const failures = gauge('mirror_failures', 'Failures of the mirror since it was last up to date.', ofMember)
  const collisions = gauge('mirror_collisions', 'Accounts not imported: their ID is another user’s.', ofMember)
  const expire = gauge('expiry_late_seconds', 'How long a temporary password has outlived its end; 0 without one.')
  const settle = gauge('settling_late_seconds', 'How long something left behind by a reissue has waited; 0 without.')
  const open = gauge('reissues_open', 'Reissues in directories that are begun and not concluded.')
  const unconfirmed = gauge('reissues_unconfirmed', 'Reissues in directories that nobody could confirm.')
  const stale = [age, failures, collisions]

  return {
    show(figures: DirectoryFigures, states: readonly DirectoryState[], now: Date): void {
      for (const one of [isUp, ...stale]) one.reset()
      for (const { directory, state } of states) isUp.set({ directory }, state === 'open' ? 0 : 1)
      for (const mirror of figures.mirrors) {
        const labels = { directory: mirror.directory, member: mirror.memberId }
        if (mirror.succeededAt !== null) age.set(labels, secondsSince(mirror.succeededAt, now))
        failures.set(labels, mirror.failures)
        collisions.set(labels, mirror.collisions)
      }
      expire.set(secondsSince(figures.oldestExpireDueAt, now))
      settle.set(secondsSince(figures.oldestSettleDueAt, now))
      open.set(figures.openIntents)
      unconfirmed.set(figures.unconfirmedIntents)
    },
    /** Nothing that is no longer known. */
    showFailure(): void {
      for (const one of stale) one.reset()
      for (const one of [expire, settle, open, unconfirmed]) one.remove()
    },
  }
}

const secondsSince = (instant: string | null, now: Date): number =>
  instant === null ? 0 : Math.max(0, (now.getTime() - Date.parse(instant)) / 1000)
