/** For how long nobody has touched keyboard or mouse, in seconds. */
export type ReadIdleSeconds = () => number

/** Calls `onAway` whenever the system is locked or goes to sleep; the returned function stops that. */
export type WatchAway = (onAway: () => void) => () => void
