import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { DatabaseLoad } from '../database/database-handle.ts'
import type { ObservedRequest } from '../plugins/request-metrics.ts'
import type { SearchIndexFigures } from '../modules/users/search-index/search-index-service.ts'
import type { WorkQueueObserver } from '../security/work-queue.ts'
import { limitTime, shareRunning } from '../time-limit.ts'
import { createDatabaseGauges } from './database-gauges.ts'
import { createDirectoryGauges, type DirectoryState } from './directory-gauges.ts'
import type { RenderedMetrics } from './metrics-listener.ts'
import { createSearchIndexGauges } from './search-index-gauges.ts'
import type { OperatingFigures } from './operating-figures-repository.ts'

export interface MetricsSources {
  readonly readLoad: () => DatabaseLoad
  readonly readFigures: () => Promise<OperatingFigures>
  /** Whether each directory is asked at present; none when left out. */
  readonly readDirectories?: (() => readonly DirectoryState[]) | undefined
  /** The search index of this process; not shown when left out. */
  readonly readSearchIndex?: (() => SearchIndexFigures) | undefined
  readonly clock: () => Date
}

export interface ServerMetrics {
  readonly observeRequest: (request: ObservedRequest) => void
  readonly passwordQueue: WorkQueueObserver
  /** Everything in Prometheus’ text format. A database that does not answer costs its figures, and 2 s at most. */
  renderWith(sources: MetricsSources): RenderedMetrics
}

/**
 * The figures of one server, in a registry of its own. Labels are methods, route patterns and statuses: nothing that
 * somebody typed, no ID, no address.
 */
export function createServerMetrics({ databaseLimitMs = 2000 } = {}): ServerMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'saihakko_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  const database = createDatabaseGauges(registry)
  const directories = createDirectoryGauges(registry)
  const searchIndex = createSearchIndexGauges(registry)

  return {
    observeRequest({ method, route, status, durationMs }) {
      requests.observe({ method, route, status }, durationMs / 1000)
    },
    passwordQueue: createPasswordQueueMetrics(registry),
    renderWith({ readLoad, readFigures, readDirectories = () => [], readSearchIndex, clock }) {
      const read = shareRunning(readFigures)
      return {
        contentType: registry.contentType,
        async render() {
          database.showLoad(readLoad())
          if (readSearchIndex) searchIndex.show(readSearchIndex())
          try {
            const figures = await limitTime(read(), databaseLimitMs)
            database.showFigures(figures, clock())
            directories.show(figures, readDirectories(), clock())
          } catch {
            // The log has its own word on a broken database; here the figure that says so is the message.
            database.showFailure()
            directories.showFailure()
          }
          return await registry.metrics()
        },
      }
    },
  }
}

function createPasswordQueueMetrics(registry: Registry): WorkQueueObserver {
  const registers = [registry]
  const running = new Gauge({
    name: 'saihakko_password_checks_running',
    help: 'Password verifiers being computed (argon2id).',
    registers,
  })
  const waiting = new Gauge({
    name: 'saihakko_password_checks_waiting',
    help: 'Password verifiers waiting for their turn.',
    registers,
  })
  const wait = new Histogram({
    name: 'saihakko_password_check_wait_seconds',
    help: 'Time that a password verifier waited for its turn.',
    buckets: [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  return {
    loadChanged(runningNow, waitingNow) {
      running.set(runningNow)
      waiting.set(waitingNow)
    },
    taskStarted: (waitedMs) => wait.observe(waitedMs / 1000),
  }
}
