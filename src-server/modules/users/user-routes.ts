import { userRoutes } from '../../../src-shared/api/users.ts'
import type { RegisterRoute } from '../../plugins/register-route.ts'
import type { UserSearchService } from './user-search-service.ts'
import type { UserService } from './user-service.ts'

export function registerUserRoutes(register: RegisterRoute, users: UserService, search: UserSearchService): void {
  register('searchUsers', userRoutes.searchUsers, ({ caller, query }) => search.searchUsers(caller, query))
  register('readUser', userRoutes.readUser, ({ caller, params, origin }) =>
    users.readUser(caller, params.userId, origin),
  )
}
