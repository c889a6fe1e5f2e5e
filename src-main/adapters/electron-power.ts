import { powerMonitor } from 'electron'
import type { ReadIdleSeconds, WatchAway } from '../ports/power-port.ts'

export const readIdleSeconds: ReadIdleSeconds = () => powerMonitor.getSystemIdleTime()

/** Sleep and screen lock as far as Electron tells of them: on Windows and macOS (E40). */
export const watchPowerMonitor: WatchAway = (onAway) => {
  powerMonitor.on('lock-screen', onAway)
  powerMonitor.on('suspend', onAway)
  return () => {
    powerMonitor.off('lock-screen', onAway)
    powerMonitor.off('suspend', onAway)
  }
}
