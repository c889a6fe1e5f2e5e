import './without-eval.ts'
import 'virtual:renderer-styles'
import { StrictMode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot, type Root } from 'react-dom/client'
import { App } from '../../src-renderer/app/app.tsx'
import { en } from '../../src-renderer/i18n/en/en.ts'
import { errorCatalogue } from '../../src-shared/errors/catalogue.ts'
import { createFakeDesk, answer, type FakeDesk } from '../support/fake-desk.ts'
import { settings as sampleSettings } from '../support/fake-desk-data.ts'
import { unwrap } from '../../src-renderer/lib/desk.ts'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'
import type { GalleryControls, GalleryState } from './gallery-state.ts'
import { toPseudoTexts, type Texts } from './pseudo-texts.ts'
import { findState } from './states.ts'

/** Every text that the page can show in English: the app makes its texts from these objects, anew for each state. */
const english: readonly Texts[] = [en, ...Object.values(errorCatalogue).map((entry) => entry.en)]
const originals = english.map((texts) => structuredClone(texts))

function writeTexts(into: Texts, from: Texts): void {
  for (const [key, text] of Object.entries(from)) {
    const there = into[key]
    if (typeof text !== 'string' && typeof there === 'object') writeTexts(there, text)
    else Reflect.set(into, key, text)
  }
}

function writeEnglish(isPseudo: boolean): void {
  originals.forEach((original, index) =>
    writeTexts(english[index] ?? {}, isPseudo ? toPseudoTexts(original) : original),
  )
}

let shown:
  { readonly root: Root; readonly fake: FakeDesk; appearance: Pick<Settings, 'language' | 'theme'> } | undefined

function createDesk(
  { start = {}, place, overrides = {}, lockedSettings }: GalleryState,
  appearance: Pick<Settings, 'language' | 'theme'>,
): FakeDesk {
  const values = { ...sampleSettings, ...start.settings, ...appearance }
  const lockedView = { values, locked: [...(lockedSettings ?? [])], hasUnreadableRules: true }
  return createFakeDesk(
    { ...start, settings: values },
    {
      ...overrides,
      ...(place && { place: { read: () => answer({ place }) } }),
      ...(lockedSettings && { app: { ...overrides.app, readSettings: () => answer(lockedView) } }),
    },
  )
}

const gallery: GalleryControls = {
  show({ state: name, language, theme, isPseudo }) {
    shown?.root.unmount()
    sessionStorage.clear()
    writeEnglish(isPseudo)
    const fake = createDesk(findState(name), { language, theme })
    const element = document.createElement('div')
    element.id = 'root'
    document.body.replaceChildren(element)
    const root = createRoot(element)
    shown = { root, fake, appearance: { language, theme } }
    root.render(
      <StrictMode>
        <App desk={fake.desk} />
      </StrictMode>,
    )
  },
  async change({ isPseudo = false, ...change }) {
    if (!shown) return
    writeEnglish(isPseudo)
    const view = await unwrap(shown.fake.desk.app.readSettings({}))
    const tell = (appearance: typeof change) =>
      flushSync(() => shown?.fake.emit('settingsChanged', { ...view, values: { ...view.values, ...appearance } }))
    // The texts are made anew for another language only.
    if (isPseudo) tell({ ...shown.appearance, language: 'ja' })
    shown.appearance = { ...shown.appearance, ...change }
    tell(shown.appearance)
  },
  tell: (name, event) => shown?.fake.emit(name, event),
}

Object.assign(window, { gallery })
