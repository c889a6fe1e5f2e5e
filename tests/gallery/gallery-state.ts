import type { Page } from '@playwright/test'
import type { KeptPlace } from '../../src-shared/ipc/place-schema.ts'
import type { SettingName, Settings } from '../../src-shared/ipc/settings-schema.ts'
import type { DeskOverrides, FakeDesk, FakeDeskStart } from '../support/fake-desk.ts'
import type { GalleryScreen } from './gallery-screen.ts'

/** One picture of the app: what the bridge answers, where somebody is, and how they got to what is to be seen. */
export interface GalleryState {
  readonly name: string
  readonly start?: FakeDeskStart
  /** Where the page opens, as after a lock. */
  readonly place?: KeptPlace
  readonly overrides?: DeskOverrides
  /** Fixed by the organisation, some of whose rules cannot be read. */
  readonly lockedSettings?: readonly SettingName[]
  /** What a person does from there, and what tells that the state is reached. */
  readonly reach?: (screen: GalleryScreen, page: Page) => Promise<void>
  /** Before the settings could be read: the language and the colours are the system’s. */
  readonly isBeforeSettings?: boolean
  /** What the page says on its console in this state. */
  readonly complaint?: RegExp
}

/** How a state is to be shown. `isPseudo`: the English texts, accented and longer, to find what is cut off or not translated. */
export interface GalleryRequest {
  readonly state: string
  readonly language: Settings['language']
  readonly theme: Settings['theme']
  readonly isPseudo: boolean
}

/** What the gallery's page offers to whoever drives it. */
export interface GalleryControls {
  /** Takes down what is shown and shows this state, from the beginning. */
  show(request: GalleryRequest): void
  /** As if the person had chosen it in the settings: nothing is loaded anew, and what was done is kept. */
  change(look: Partial<Omit<GalleryRequest, 'state'>>): Promise<void>
  /** Tells the page something unasked, as the main process does. */
  readonly tell: FakeDesk['emit']
}

declare global {
  interface Window {
    readonly gallery: GalleryControls
  }
}
