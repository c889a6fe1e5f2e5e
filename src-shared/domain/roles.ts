import { z } from 'zod'

/** What a user may be in the portal (ロール名): 担当者, 参加管理者, ヘルプデスク. */
export const roles = ['staff', 'administrator', 'helpdesk'] as const
export type Role = (typeof roles)[number]
export const roleSchema = z.enum(roles)
