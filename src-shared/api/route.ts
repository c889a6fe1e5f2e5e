import type { z } from 'zod'
import type { Role } from '../domain/roles.ts'
import type { ServerErrorCode } from '../errors/server-errors.ts'

/** Which session a route asks for. `must-change` lets in a session that may do nothing but choose a new password, too. */
export type RouteSession = 'none' | 'must-change' | 'full'

/** One route of the HTTP contract: the server registers it, the client calls it, OpenAPI shows it. */
export interface RouteDefinition {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/api/v1`, with `:name` for a parameter. */
  readonly path: `/${string}`
  readonly summary: string
  readonly session: RouteSession
  /** The roles that may call it at all; every role when left out. */
  readonly roles?: readonly Role[]
  /** A right that one of these roles must have been given, too. */
  readonly right?: 'auditor'
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly headers?: z.ZodType
  readonly body?: z.ZodType
  readonly success: { readonly status: 200 | 201; readonly body: z.ZodType } | { readonly status: 204 }
  /** The errors that this route adds to those that any route may answer. */
  readonly errors: readonly ServerErrorCode[]
}

export const apiBasePath = '/api/v1'

/**
 * Request header that a client sends with the value `1` where nobody acted: polling, synchronising. Such a request does not
 * count as activity, so the idle limit still ends a session that nobody uses (P13). Nothing else depends on it.
 */
export const backgroundHeader = 'saihakko-background'

type Part<R, Name extends 'params' | 'query' | 'headers' | 'body'> = R extends {
  readonly [K in Name]: infer S extends z.ZodType
}
  ? { readonly [K in Name]: z.input<S> }
  : object

/** What a caller passes. */
export type RouteInput<R extends RouteDefinition> = Part<R, 'params'> &
  Part<R, 'query'> &
  Part<R, 'headers'> &
  Part<R, 'body'>

/** What a caller gets back: the parsed body, or nothing with status 204. */
export type RouteOutput<R extends RouteDefinition> = R['success'] extends { readonly body: infer S extends z.ZodType }
  ? z.output<S>
  : void
