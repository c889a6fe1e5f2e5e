import { z } from 'zod'

/** What the window’s menu may ask the page to do; the page knows best whether it can be done now. */
export const menuCommands = [
  'open-menu',
  'open-search',
  'open-history',
  'open-approvals',
  'open-settings',
  'open-help',
  'open-palette',
  'open-shortcuts',
  'lock',
  'log-out',
] as const
export const menuCommandSchema = z.enum(menuCommands)
export type MenuCommand = z.infer<typeof menuCommandSchema>
