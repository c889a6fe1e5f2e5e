import { reissueRoutes } from '../../../src-shared/api/reissues.ts'
import { statisticsRoutes } from '../../../src-shared/api/reissue-statistics.ts'
import type { RegisterRoute } from '../../plugins/register-route.ts'
import type { HandoverService } from './handover-service.ts'
import type { HistoryService } from './history-service.ts'
import type { ReissueService } from './reissue-service.ts'
import type { SuggestionService } from './suggestion-service.ts'

export interface ReissueRouteServices {
  readonly suggestions: SuggestionService
  readonly reissues: ReissueService
  readonly history: HistoryService
  readonly handovers: HandoverService
}

export function registerReissueRoutes(
  register: RegisterRoute,
  { suggestions, reissues, history, handovers }: ReissueRouteServices,
): void {
  register('suggestTemporaryPassword', reissueRoutes.suggestTemporaryPassword, ({ caller, params, query, origin }) =>
    suggestions.suggest(caller, params.userId, query.length, origin),
  )
  register(
    'reissuePassword',
    reissueRoutes.reissuePassword,
    async ({ caller, params, headers, body, origin }, reply) => {
      const idempotencyKey = headers['idempotency-key']
      const { receipt, replayed } = await reissues.reissue({
        caller,
        userId: params.userId,
        idempotencyKey,
        input: body,
        origin,
      })
      if (replayed) reply.header('idempotency-replayed', 'true')
      return receipt
    },
  )
  register('listReissues', reissueRoutes.listReissues, ({ caller, query }) => history.listReissues(caller, query))
  register('readReissue', reissueRoutes.readReissue, ({ caller, params }) =>
    history.readReissue(caller, params.reissueId),
  )
  register('readReissueStatistics', statisticsRoutes.readReissueStatistics, ({ caller, query }) =>
    history.readStatistics(caller, query),
  )
  register('recordHandover', reissueRoutes.recordHandover, ({ caller, params, body, origin }) =>
    handovers.recordHandover(caller, { ...params, ...body }, origin),
  )
}
