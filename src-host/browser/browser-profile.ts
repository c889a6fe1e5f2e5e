/** Chromium's profile folder: settings that no window of ours may have, and nothing of the page on disk. */
import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const BLOCK = 2
/** Shut by setting, because the DevTools protocol cannot preset all of these for in-memory windows. */
// prettier-ignore
const BLOCKED_PERMISSIONS = [
  'geolocation', 'notifications', 'media_stream_mic', 'media_stream_camera', 'clipboard', 'midi_sysex', 'sensors',
  'usb_guard', 'serial_guard', 'hid_guard', 'bluetooth_guard', 'file_system_write_guard', 'local_fonts', 'popups',
  'window_placement', 'idle_detection', 'automatic_downloads', 'payment_handler', 'vr', 'ar', 'background_sync',
]
const PREFERENCES = {
  credentials_enable_service: false,
  credentials_enable_autosignin: false,
  autofill: { profile_enabled: false, credit_card_enabled: false },
  profile: {
    password_manager_enabled: false,
    password_manager_leak_detection: false,
    exit_type: 'Normal',
    default_content_setting_values: Object.fromEntries(BLOCKED_PERMISSIONS.map((name) => [name, BLOCK])),
  },
  translate: { enabled: false },
  session: { restore_on_startup: 5 },
  browser: { enable_spellchecking: false },
  search: { suggest_enabled: false },
  safebrowsing: { enabled: false },
  net: { network_prediction_options: 2 },
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
function merge(into: Record<string, unknown>, values: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(values)) {
    const old = into[name]
    into[name] = isObject(value) ? merge(isObject(old) ? old : {}, value) : value
  }
  return into
}
function readJson(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isObject(value) ? value : {}
  } catch {
    return {} // first start, or a file that Chromium would not read either
  }
}

/** Makes the folder and its settings ready for the next start of Chromium. */
export function prepareProfile(folder: string): void {
  const file = join(folder, 'Default', 'Preferences')
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify(merge(readJson(file), PREFERENCES)), { mode: 0o600 })
  // Session restore would write the text of form fields to Default/Sessions/*. A plain file of that name makes the
  // folder impossible, and Chromium goes on without.
  const sessions = join(folder, 'Default', 'Sessions')
  if (lstatSync(sessions, { throwIfNoEntry: false })?.isFile() === true) return
  rmSync(sessions, { recursive: true, force: true })
  writeFileSync(sessions, '', { mode: 0o400 })
}
