/** Electron's nativeTheme. Whether the system is dark is known from the pages, which ask the browser. */
import type { NativeTheme } from 'electron'
import { createEvents, fence } from '../border.ts'
import { surface } from '../surface.ts'
import type { MembersOf } from '../surface.ts'

type Source = NativeTheme['themeSource']
export interface HostTheme {
  readonly border: object
  /** For a page that is being set up. */
  features(): { name: string; value: string }[]
  /** A page reports what it sees. */
  tellSystemDark(isDark: boolean): void
}

/** @param onChange lets every open page know */
export function createNativeTheme(onChange: () => void): HostTheme {
  const { methods, emit } = createEvents('nativeTheme', surface.nativeTheme.events)
  let source: Source = 'system'
  let isSystemDark = false
  const target = {
    ...methods,
    get themeSource(): Source {
      return source
    },
    set themeSource(value: Source) {
      if (!['system', 'light', 'dark'].includes(value)) throw new TypeError(`'${value}' is not a valid theme source`)
      if (value === source) return
      source = value
      onChange()
      emit('updated')
    },
    get shouldUseDarkColors() {
      return source === 'system' ? isSystemDark : source === 'dark'
    },
  }
  void (target satisfies MembersOf<NativeTheme, 'nativeTheme'>)
  return {
    border: fence('nativeTheme', target, surface.nativeTheme),
    features: () => (source === 'system' ? [] : [{ name: 'prefers-color-scheme', value: source }]),
    tellSystemDark(isDark) {
      // While the app has its own choice, pages see that choice and not the system.
      if (source !== 'system' || isDark === isSystemDark) return
      isSystemDark = isDark
      emit('updated')
    },
  }
}
