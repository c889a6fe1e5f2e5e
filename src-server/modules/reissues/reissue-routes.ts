import { reissueRoutes } from '../../../src-shared/api/reissues.ts'
import type { RegisterRoute } from '../../plugins/register-route.ts'
import type { HistoryService } from './history-service.ts'
import type { ReissueService } from './reissue-service.ts'
import type { SuggestionService } from './suggestion-service.ts'

export interface ReissueRouteServices {
  readonly suggestions: SuggestionService
  readonly reissues: ReissueService
  readonly history: HistoryService
}

export function registerReissueRoutes(
  register: RegisterRoute,
  { suggestions, reissues, history }: ReissueRouteServices,
): void {
  register('suggestTemporaryPassword', reissueRoutes.suggestTemporaryPassword, ({ caller, params, origin }) =>
    suggestions.suggest(caller, params.userId, origin),
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
}
