import { loadLater } from '../lib/load-later.tsx'

const loggedIn = loadLater(async () => (await import('./logged-in.tsx')).LoggedIn)
const firstStart = loadLater(
  async () => (await import('../features/first-start/components/first-start-screen.tsx')).FirstStartScreen,
)
export const LoggedIn = loggedIn.Component
export const FirstStartScreen = firstStart.Component

/** Reads all that the login screen does without. */
export const preloadScreens = async (): Promise<void> =>
  void (await Promise.all([loggedIn.preload(), firstStart.preload()]))
