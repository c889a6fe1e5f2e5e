import { z } from 'zod'
import { loginIdSchema, passwordSchema } from '../domain/identifiers.ts'
import { roleSchema } from '../domain/roles.ts'
import { instantSchema } from '../domain/instant-schema.ts'
import type { RouteDefinition } from './route.ts'

export const sessionUserSchema = z
  .object({
    userId: z.string(),
    loginId: z.string(),
    userName: z.string(),
    role: roleSchema,
    memberId: z.string(),
    memberName: z.string(),
  })
  .meta({ id: 'SessionUser' })
export type SessionUser = z.infer<typeof sessionUserSchema>

export const sessionSchema = z
  .object({
    sessionId: z.string(),
    user: sessionUserSchema,
    mustChangePassword: z.boolean(),
    createdAt: instantSchema,
    idleTimeoutSeconds: z.int().positive(),
    expiresAt: instantSchema,
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof sessionSchema>

export const sessionRoutes = {
  logIn: {
    method: 'POST',
    path: '/sessions',
    summary:
      'Logs in. A temporary password gives a session that may only choose a new password. With the bearer token of a live session of the same user the new one takes its place.',
    session: 'none',
    body: z.strictObject({
      loginId: loginIdSchema,
      password: passwordSchema,
      client: z.string().max(100).optional(),
    }),
    success: { status: 201, body: z.object({ token: z.string(), session: sessionSchema }) },
    errors: [
      'invalid_credentials',
      'temporary_password_expired',
      'account_disabled',
      'too_many_attempts',
      'overloaded',
      'directory_unavailable',
      'directory_denied',
    ],
  },
  readSession: {
    method: 'GET',
    path: '/sessions/current',
    summary: 'The caller’s session.',
    session: 'must-change',
    success: { status: 200, body: sessionSchema },
    errors: [],
  },
  logOut: {
    method: 'DELETE',
    path: '/sessions/current',
    summary: 'Ends the caller’s session.',
    session: 'must-change',
    success: { status: 204 },
    errors: [],
  },
  logOutEverywhere: {
    method: 'DELETE',
    path: '/sessions',
    summary: 'Ends all sessions of the caller.',
    session: 'must-change',
    success: { status: 204 },
    errors: [],
  },
  choosePassword: {
    method: 'PUT',
    path: '/password',
    summary: 'Chooses a new password. Other sessions end; a session that had to change becomes a full one.',
    session: 'must-change',
    body: z.strictObject({ currentPassword: passwordSchema, newPassword: passwordSchema }),
    success: { status: 204 },
    errors: [
      'invalid_credentials',
      'password_policy',
      'temporary_password_expired',
      'too_many_attempts',
      'overloaded',
      'directory_refused_password',
      'directory_locked_account',
      'directory_denied',
      'directory_unavailable',
      'directory_outcome_unknown',
    ],
  },
} as const satisfies Record<string, RouteDefinition>
