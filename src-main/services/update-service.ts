import type { UpdateView } from '../../src-shared/ipc/update-schema.ts'
import type { LogPort } from '../ports/log-port.ts'
import type { TimerPort } from '../ports/timer-port.ts'
import type { UpdateFeedPort, UpdateOffer } from '../ports/update-feed-port.ts'

const firstCheckAfterMs = 60_000
const checkEveryMs = 4 * 60 * 60_000

export interface UpdateServiceParts {
  /** Undefined when the organisation has configured no feed, or no key is known: updates are off. */
  readonly feed: UpdateFeedPort | undefined
  /** `isSignedFile`: whether what was fetched has one of the hashes that were signed. */
  readonly trust: {
    readonly judge: (offer: UpdateOffer) => { readonly kind: 'trusted' | 'same' | 'refused'; readonly reason?: string }
    readonly isSignedFile: (offer: UpdateOffer, sha512: string) => boolean
  }
  readonly timer: TimerPort
  readonly log: LogPort
  readonly onChanged: (view: UpdateView) => void
}

export type UpdateService = ReturnType<typeof createUpdateService>

/** Finds, verifies and fetches updates of the app (E45); installs one only when asked to, and only a verified one. */
export function createUpdateService({ feed, trust, timer, log, onChanged }: UpdateServiceParts) {
  let view: UpdateView = { state: feed ? 'current' : 'off', version: null }
  let running: Promise<void> | undefined
  /** What lies downloaded and verified. */
  let verified: UpdateOffer | undefined
  let stopTimer: (() => void) | undefined

  function become(state: UpdateView['state'], version: string | null = null): void {
    view = { state, version }
    onChanged(view)
  }
  function refuse(version: string | null, reason: string): void {
    log.warn('update refused', { reason })
    become('refused', version)
  }

  async function findOffer(from: UpdateFeedPort): Promise<UpdateOffer | undefined> {
    become('checking')
    const answer = await from.readOffer()
    if (answer.kind === 'inactive') become('off')
    if (answer.kind === 'malformed') refuse(null, 'malformed')
    if (answer.kind !== 'offer') return undefined
    const { offer } = answer
    const { kind, reason = kind } = trust.judge(offer)
    if (kind === 'refused') refuse(offer.version, reason)
    else if (kind === 'same' || !offer.isForThisMachine) become('current')
    else return offer
    return undefined
  }

  async function fetchOffer(from: UpdateFeedPort, offer: UpdateOffer): Promise<void> {
    become('downloading', offer.version)
    const outcome = await from.download()
    if (outcome.kind === 'refused') refuse(offer.version, outcome.detail)
    // SECURITY: E45. Of the file as it lies here, not as the feed or the updater says.
    else if (!trust.isSignedFile(offer, outcome.sha512)) refuse(offer.version, 'hash')
    else {
      verified = offer
      become('ready', offer.version)
    }
  }

  /** Tells `onJudged` as soon as it is known whether there is something to fetch; the rest goes on by itself. */
  async function run(from: UpdateFeedPort, onJudged: () => void): Promise<void> {
    try {
      const offer = await findOffer(from)
      onJudged()
      if (offer) await fetchOffer(from, offer)
    } catch (error) {
      log.warn('update feed', { detail: error instanceof Error ? error.name : typeof error })
      become('unreachable')
    } finally {
      onJudged()
      running = undefined
    }
  }

  /** Asks the feed now; resolves when it is known what there is, while a download goes on. */
  async function check(): Promise<UpdateView> {
    if (!feed || running || view.state === 'ready') return view
    await new Promise<void>((resolve) => {
      running = run(feed, resolve)
    })
    return view
  }

  function schedule(delayMs: number): void {
    stopTimer = timer.after(delayMs, () => {
      void check()
      schedule(checkEveryMs)
    })
  }

  return {
    read: (): UpdateView => view,
    check,
    /** Ends the app for the installer, when an update is ready; else nothing happens. */
    async install(): Promise<UpdateView> {
      if (!feed || !verified || view.state !== 'ready') return view
      // SECURITY: E45. Hours may have passed; what is installed is what was verified.
      const sha512 = await feed.hashDownloaded()
      if (sha512 !== undefined && trust.isSignedFile(verified, sha512)) feed.install()
      else refuse(verified.version, 'changed')
      return view
    },
    /** Asks by itself from now on: soon, then every few hours. */
    start(): void {
      if (feed) schedule(firstCheckAfterMs)
    },
    stop: (): void => stopTimer?.(),
  }
}
