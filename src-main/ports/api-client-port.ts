import type { RouteInput, RouteOutput } from '../../src-shared/api/route.ts'
import type { Operation, Routes } from '../../src-shared/api/routes.ts'

export interface CallOptions {
  /** Nobody asked for it just now: it does not keep the session alive (P13). */
  readonly isBackground?: boolean
}

/** What the services need of the backend. Calls throw `AppError` with a code of the catalogue, and nothing else. */
export interface ApiClientPort {
  call<O extends Operation>(
    operation: O,
    input: RouteInput<Routes[O]>,
    token?: string,
    options?: CallOptions,
  ): Promise<RouteOutput<Routes[O]>>
}
