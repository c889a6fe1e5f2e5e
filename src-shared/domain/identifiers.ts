import { z } from 'zod'

/** The system-wide key of a user (ユーザーID), e.g. `EJUM128951TST0020001`. */
export const userIdSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.-]+$/)
/** The key of a member (会員ID), e.g. `EJUU128951TST0020000`. */
export const memberIdSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.-]+$/)
/** What a user types to log in (ログインID), e.g. `CZ021017`. Any text is taken at login, so that nobody learns its form. */
export const loginIdSchema = z.string().min(1).max(64)
/** A password as it is sent, exactly as received (ASVS 6.2.8). The bound only keeps the server from hashing novels. */
export const passwordSchema = z.string().min(1).max(1024)
