import { expect, type Locator, type Page } from '@playwright/test'
import type { TFunction } from 'i18next'
import { createI18n } from '../../src-renderer/i18n/create-i18n.ts'
import { en } from '../../src-renderer/i18n/en/en.ts'
import type { GalleryRequest } from './gallery-state.ts'
import { toPseudoTexts } from './pseudo-texts.ts'

/** The texts of the page, as the request has them. */
export function readTexts({ language, isPseudo }: Pick<GalleryRequest, 'language' | 'isPseudo'>): TFunction {
  const i18n = createI18n(language)
  if (isPseudo) i18n.addResourceBundle('en', 'translation', toPseudoTexts(en))
  return i18n.t
}

/** What a person does on a screen, in the language that it is in: things are found by role and label. */
export function createGalleryScreen(page: Page, t: TFunction) {
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const field = (name: string): Locator => page.getByLabel(name, { exact: true }).and(page.locator('input, textarea'))
  const dialog = (): Locator => page.locator('dialog[open]')
  return {
    t,
    button,
    field,
    dialog,
    press: (name: string) => button(name).click(),
    pressInDialog: (name: string) => dialog().getByRole('button', { name, exact: true }).click(),
    sees: (text: string) => page.getByText(text).filter({ visible: true }).first().waitFor(),
    seesHeading: (name: string) => page.getByRole('heading', { name, exact: true }).waitFor(),
    hasText: (name: string) => expect(field(name)).not.toHaveValue(''),
    type: async (name: string, text: string) => field(name).fill(text),
  }
}

export type GalleryScreen = ReturnType<typeof createGalleryScreen>
