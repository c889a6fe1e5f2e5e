/** Electron's screen, as far as the X server tells of it: one display, of all monitors together. */
import type { Rectangle } from 'electron'
import { fence } from '../border.ts'
import { surface } from '../surface.ts'
import type { X11Display } from './x11-display.ts'

export interface HostScreen {
  readonly border: object
  /** Asks how large it is; without an X server (other systems, Wayland, no display) no display is known. */
  look(): Promise<void>
}

export function createScreen(isHeadless: () => boolean, x11: () => Promise<X11Display | undefined>): HostScreen {
  let displays: { id: number; bounds: Rectangle; workArea: Rectangle }[] = []
  const target = { getAllDisplays: () => structuredClone(displays) }
  return {
    border: fence('screen', target, surface.screen),
    async look() {
      const found = isHeadless() ? undefined : await x11()
      if (found === undefined) return
      const whole = { x: 0, y: 0, ...found.size }
      displays = [{ id: 1, bounds: whole, workArea: whole }]
    },
  }
}
