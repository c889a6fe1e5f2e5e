import { Gauge, type Registry } from 'prom-client'
import type { SearchIndexFigures } from '../modules/users/search-index/search-index-service.ts'

/** The gauges that show the search index in this process’s memory. */
export function createSearchIndexGauges(registry: Registry): { show(figures: SearchIndexFigures): void } {
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers: [registry] })
  const isReady = gauge('saihakko_search_index_ready', 'Whether searches are answered from memory: 1 or 0.')
  const users = gauge('saihakko_search_index_users', 'Users in the search index.')
  const bytes = gauge('saihakko_search_index_bytes', 'Memory of the search index.')
  return {
    show(figures) {
      isReady.set(figures.isReady ? 1 : 0)
      users.set(figures.users)
      bytes.set(figures.bytes)
    },
  }
}
