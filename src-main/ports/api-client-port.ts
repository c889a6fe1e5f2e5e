import type { RouteInput, RouteOutput } from '../../src-shared/api/route.ts'
import type { Operation, Routes } from '../../src-shared/api/routes.ts'

/** What the services need of the backend. Calls throw `AppError` with a code of the catalogue, and nothing else. */
export interface ApiClientPort {
  call<O extends Operation>(operation: O, input: RouteInput<Routes[O]>, token?: string): Promise<RouteOutput<Routes[O]>>
  /** Tells whether the server answers at all; never throws. */
  probe(): Promise<boolean>
}
