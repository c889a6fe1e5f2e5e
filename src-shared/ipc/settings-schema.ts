import { z } from 'zod'
import { densities, languages, themes, verbalAlphabets } from './settings-choices.ts'

export const languageSchema = z.enum(languages)
export const themeSchema = z.enum(themes)
export const verbalAlphabetSchema = z.enum(verbalAlphabets)

/** What a person may choose for this desk. An organisation may fix any of it (`locked`). */
export const settingsSchema = z.object({
  language: languageSchema,
  theme: themeSchema,
  /** How long a copied temporary password stays on the clipboard. */
  clipboardSeconds: z.int().min(10).max(300),
  /** The desk locks itself after so long without input. */
  autoLockMinutes: z.int().min(1).max(60),
  /** A temporary password on the screen is covered as soon as another window has the focus. */
  hideOnBlur: z.boolean(),
  /** The words that characters are spelt with on the phone. */
  verbalAlphabet: verbalAlphabetSchema,
  /** Whether the reading aid may be spoken by this PC; the caller is not the only one who hears it. */
  speaksAloud: z.boolean(),
  /** The wished length of suggestions; null: as the organisation’s policy has it. */
  passwordLength: z.int().min(10).max(32).nullable(),
  density: z.enum(densities),
})
export type Settings = z.infer<typeof settingsSchema>
export type SettingName = keyof Settings
export const settingNames = settingsSchema.keyof().options

export const settingsViewSchema = z.object({
  values: settingsSchema,
  /** Fixed by the organisation: shown, but not to be changed here. */
  locked: z.array(z.enum(settingNames)),
  /** The organisation’s rules exist but cannot be read in full; the operators have to mend them. */
  hasUnreadableRules: z.boolean(),
})
export type SettingsView = z.infer<typeof settingsViewSchema>
