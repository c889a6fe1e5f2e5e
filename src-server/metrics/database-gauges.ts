import { Gauge, type Registry } from 'prom-client'
import type { DatabaseLoad } from '../database/database-handle.ts'
import type { OperatingFigures } from './operating-figures-repository.ts'

/** The gauges that show the database and what is stored in it. */
export function createDatabaseGauges(registry: Registry) {
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers: [registry] })
  const isUp = gauge('saihakko_database_up', 'Whether the database answered just now: 1 or 0.')
  const connections = gauge('saihakko_database_connections', 'Connections to the database.')
  const idle = gauge('saihakko_database_connections_idle', 'Connections to the database without work.')
  const waiting = gauge('saihakko_database_connections_waiting', 'Requests that wait for a connection.')
  const unsent = gauge('saihakko_notices_unsent', 'Notices in the outbox that wait to be sent.')
  const oldest = gauge('saihakko_notices_oldest_unsent_seconds', 'Age of the oldest notice that waits; 0 without one.')
  const givenUp = gauge('saihakko_notices_given_up', 'Notices that the mailer has given up.')
  const sessions = gauge('saihakko_sessions_open', 'Sessions that have not ended.')
  const auditHead = gauge('saihakko_audit_head', 'Number of the last event of the audit.')

  return {
    showLoad(load: DatabaseLoad): void {
      connections.set(load.connections)
      idle.set(load.idle)
      waiting.set(load.waiting)
    },
    showFigures(figures: OperatingFigures, now: Date): void {
      const { unsentNotices, oldestUnsentAt, givenUpNotices, openSessions, auditHead: seq } = figures
      isUp.set(1)
      unsent.set(unsentNotices)
      oldest.set(oldestUnsentAt === null ? 0 : Math.max(0, (now.getTime() - oldestUnsentAt.getTime()) / 1000))
      givenUp.set(givenUpNotices)
      sessions.set(openSessions)
      auditHead.set(seq)
    },
    /** Says that the database is away, and nothing that is no longer known. */
    showFailure(): void {
      isUp.set(0)
      for (const stale of [unsent, oldest, givenUp, sessions, auditHead]) stale.remove()
    },
  }
}
