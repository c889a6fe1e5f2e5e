import { newOrder, sendReissue, type Outcome, type ReissueOrder } from './desk-client.ts'

/** An order and what its sender heard of it. */
export interface Sent {
  readonly order: ReissueOrder
  readonly outcome: Outcome
}

export interface LoadOptions {
  /** Where each next order goes. */
  readonly nextUrl: () => string
  readonly token: string
  readonly userIds: readonly string[]
  /** How many are on the way at once. */
  readonly workers: number
}

export interface ReissueLoad {
  /** Resolves when so many more outcomes are known. */
  heard(more: number): Promise<void>
  /** How many of the outcomes so far were anything but done. */
  countFailures(): number
  /** Sends nothing new, waits for what is on the way, and gives all that was sent. */
  stop(): Promise<Sent[]>
}

/** Operators who reissue without a break, each order under a new key; nobody repeats anything here. */
export function startReissueLoad({ nextUrl, token, userIds, workers }: LoadOptions): ReissueLoad {
  const sent: Sent[] = []
  let waiting: { readonly from: number; readonly resolve: () => void } | undefined
  const stopping = new AbortController()
  let turn = 0

  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const order = newOrder(userIds[turn++ % userIds.length] ?? '')
      const outcome = await sendReissue(nextUrl(), token, order)
      sent.push({ order, outcome })
      if (waiting && sent.length >= waiting.from) waiting.resolve()
      // A dead server refuses at once: leave it a little time.
      if (outcome.kind === 'lost' || outcome.status !== 201) await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const working = Array.from({ length: workers }, work)

  return {
    heard: (more) =>
      new Promise((resolve) => {
        waiting = { from: sent.length + more, resolve }
      }),
    countFailures: () => sent.filter(({ outcome }) => outcome.kind === 'lost' || outcome.status !== 201).length,
    async stop() {
      stopping.abort()
      await Promise.all(working)
      return sent
    },
  }
}
