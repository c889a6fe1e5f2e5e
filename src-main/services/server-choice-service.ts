import { AppError, type ErrorCode } from '../../src-shared/errors/catalogue.ts'
import type { SampleAccount } from '../../src-shared/ipc/contract.ts'
import type { CertificateView, ServerCheck, ServerView } from '../../src-shared/ipc/server-schema.ts'
import type { Inspection, ServerInspectorPort } from '../ports/server-inspector-port.ts'
import type { ServerTarget } from '../ports/server-probe-port.ts'
import type { ServerChoice, ServerStorePort } from '../ports/server-store-port.ts'
import type { StartedTrialServer } from '../ports/trial-server-port.ts'

/** What the organisation has laid down for every desk. */
export interface ManagedServer {
  readonly serverUrl?: string
  readonly trustedFingerprint?: string
  /** Whether the embedded server may be offered; it may when left out. */
  readonly mayTryHere?: boolean
}

/** The embedded server of this machine. */
export interface TrialRun {
  /** Starts it where it does not run yet; fails with the code that it reports. */
  ensureStarted(): Promise<StartedTrialServer>
  /** Where it runs; null before it has started. */
  url(): string | null
  /** The sample accounts whose passwords are known. */
  accounts(): readonly SampleAccount[]
  stop(): Promise<void>
}

export interface ServerChoiceDependencies {
  readonly managed: ManagedServer
  /** The organisation’s word about the server may be there and cannot be read: then there is none. */
  readonly isServerRuleLost: boolean
  /** Asked for at this start: by the environment (`url`), or by `--trial`. */
  readonly asked: { readonly url?: string; readonly isTrial: boolean }
  readonly store: ServerStorePort
  readonly inspector: ServerInspectorPort
  readonly trial: TrialRun
  /** The address as it is kept; undefined when it cannot be used. */
  readonly parseAddress: (text: string) => string | undefined
  readonly isSameFingerprint: (a: string, b: string) => boolean
  /** What the server in use has presented on the last connection. */
  readonly readCertificate: (url: string) => CertificateView | null
  /** Asks the person outside of the page, which may have been taken over; false: stay. */
  readonly confirmLeaving: (next: ServerChoice) => Promise<boolean>
  /** Before another server is used: ends the session there and wipes what was kept of it. */
  readonly onLeaving: () => Promise<void>
  /** Another server is used from now on: nothing on the page is true any more. */
  readonly onArrived: () => void
}

export type ServerChoiceService = ReturnType<typeof createServerChoiceService>

/** Which server the desk works with: the organisation’s, the environment’s, the trial asked for, the one chosen here, or none yet. */
export function createServerChoiceService(dependencies: ServerChoiceDependencies) {
  const { managed, store, inspector, trial, parseAddress, isSameFingerprint, readCertificate } = dependencies
  // SECURITY: S-22. Rather none than another one than the organisation’s.
  const isBlocked = dependencies.isServerRuleLost
  const fixed = isBlocked ? undefined : findFixed(dependencies)
  const isLocked = isBlocked || fixed !== undefined
  const mayTryHere = !isLocked && managed.mayTryHere !== false
  const readFirst = (): ServerChoice | undefined =>
    dependencies.asked.isTrial && mayTryHere ? { kind: 'trial' } : store.read()
  let choice = isBlocked ? undefined : (fixed ?? readFirst())
  if (choice?.kind === 'trial' && !mayTryHere) choice = undefined
  let leavings = 0
  let isAsking = false

  function view(): ServerView {
    const url = choice?.kind === 'trial' ? trial.url() : (choice?.url ?? null)
    const isGiven = choice?.kind === 'given' && url !== null
    return {
      kind: choice?.kind ?? 'none',
      url,
      isLocked,
      mayTryHere,
      certificate: isGiven ? readCertificate(url) : null,
    }
  }

  function readAddress(text: string): string {
    const url = parseAddress(text)
    if (url === undefined) throw new AppError('server_address_invalid')
    return url
  }

  /** What a person has confirmed for this address until now. */
  const trustedFor = (url: string): string | undefined =>
    choice?.kind === 'given' && choice.url === url ? choice.trustedFingerprint : undefined

  const isSameCertificate = ({ certificate }: Inspection, fingerprint: string | undefined): boolean =>
    certificate !== null && fingerprint !== undefined && isSameFingerprint(certificate.fingerprint, fingerprint)

  /** One question at a time: piled up, one of them might be answered in the belief that it is another. */
  async function mayLeaveFor(next: ServerChoice): Promise<boolean> {
    if (isAsking) return false
    isAsking = true
    try {
      return await dependencies.confirmLeaving(next)
    } finally {
      isAsking = false
    }
  }

  async function use(next: ServerChoice): Promise<ServerView> {
    // SECURITY: S-20. A page that was taken over cannot lead the desk, and every later start of it, elsewhere.
    if (choice && leadsElsewhere(choice, next) && !(await mayLeaveFor(next))) {
      throw new AppError('server_change_declined')
    }
    // The log-out has found its target when this returns; nothing that comes later belongs to the server that is left.
    const left = dependencies.onLeaving()
    leavings += 1
    try {
      await left
      store.write(next)
      choice = next
    } finally {
      leavings -= 1
    }
    if (next.kind === 'given') await trial.stop()
    dependencies.onArrived()
    return view()
  }

  const requireUnlocked = (): void => {
    if (isBlocked) throw new AppError('rules_unreadable')
    if (isLocked) throw new AppError('server_locked')
  }

  return {
    read: view,

    /** Where calls go. Waits for the embedded server; fails with `no_server_chosen`, or with why that one did not start. */
    async target(): Promise<ServerTarget> {
      // SECURITY: S-20. Whoever logged in now would take that session along to the next server.
      if (isBlocked) throw new AppError('rules_unreadable')
      if (!choice || leavings > 0) throw new AppError('no_server_chosen')
      if (choice.kind === 'trial') return { url: (await trial.ensureStarted()).url }
      return withPin(choice.url, choice.trustedFingerprint)
    },

    /** Whether there is one that can be asked right now. */
    isReady: (): boolean => leavings === 0 && view().url !== null,

    /** Who the server is over restarts, for what is kept of it on this machine: the embedded one changes its port. Null before there is one. */
    identity: (): string | null => (choice?.kind === 'trial' ? 'trial' : (choice?.url ?? null)),

    trialAccounts: (): readonly SampleAccount[] | undefined =>
      choice?.kind === 'trial' ? trial.accounts() : undefined,

    /**
     * Looks at an address and changes nothing. Fails with `server_address_invalid`, and with `server_locked` for any other than
     * the organisation’s own: a page that was taken over would write what it knows into an address.
     */
    async check(text: string): Promise<ServerCheck> {
      const url = readAddress(text)
      if (isLocked && url !== view().url) throw new AppError('server_locked')
      const trusted = trustedFor(url)
      const found = await inspector.inspect(withPin(url, trusted))
      const hasChanged = found.outcome === 'certificate_changed'
      return { url, ...found, previousFingerprint: hasChanged ? (trusted ?? null) : null }
    },

    /**
     * Works with this server from now on. With `confirmed`, a fingerprint that a person has compared, the server has to
     * present that very certificate; it is kept only where the system does not vouch for it, so that an ordinary renewal
     * stays unnoticed. Fails with the reason when the server cannot be used; nothing has changed then.
     */
    async connect(text: string, confirmed?: string): Promise<ServerView> {
      requireUnlocked()
      const url = readAddress(text)
      const unpinned = confirmed === undefined ? undefined : await inspector.inspect({ url })
      const isVouchedFor = unpinned?.outcome === 'usable' && isSameCertificate(unpinned, confirmed)
      const found = isVouchedFor ? unpinned : await inspector.inspect(withPin(url, confirmed ?? trustedFor(url)))
      if (found.outcome !== 'usable') throw new AppError(codeOfOutcome[found.outcome])
      const isPinned = found.certificate?.trust === 'person'
      return await use({ kind: 'given', ...withPin(url, isPinned ? found.certificate?.fingerprint : undefined) })
    },

    /** Runs the embedded server on this machine and works with it. Fails with why it did not start. */
    async tryHere(): Promise<ServerView> {
      if (!mayTryHere) throw new AppError(isBlocked ? 'rules_unreadable' : 'server_locked')
      await trial.ensureStarted()
      if (choice?.kind === 'trial') return view()
      return await use({ kind: 'trial' })
    },
  }
}

/** Another address, or at the same one a certificate for which a person vouches anew. */
function leadsElsewhere(choice: ServerChoice, next: ServerChoice): boolean {
  if (choice.kind === 'trial' || next.kind === 'trial') return choice.kind !== next.kind
  const { trustedFingerprint: pin } = next
  return choice.url !== next.url || (pin !== undefined && pin !== choice.trustedFingerprint)
}

const withPin = (url: string, trustedFingerprint: string | undefined): ServerTarget => ({
  url,
  ...(trustedFingerprint === undefined ? {} : { trustedFingerprint }),
})

/** The organisation first: whoever can set the environment of a desk must not lead it elsewhere. */
function findFixed({ managed, asked, parseAddress }: ServerChoiceDependencies): ServerChoice | undefined {
  if (managed.serverUrl !== undefined) {
    const url = parseAddress(managed.serverUrl)
    if (url === undefined) throw new AppError('server_address_invalid', { detail: 'managed' })
    return { kind: 'given', ...withPin(url, managed.trustedFingerprint) }
  }
  return asked.url === undefined ? undefined : { kind: 'given', url: asked.url }
}

const codeOfOutcome = {
  unreachable: 'server_unreachable',
  no_answer: 'server_unreachable',
  name_not_found: 'server_name_not_found',
  not_a_desk_server: 'not_a_desk_server',
  certificate_untrusted: 'certificate_untrusted',
  certificate_changed: 'certificate_changed',
} as const satisfies Record<Exclude<ServerCheck['outcome'], 'usable'>, ErrorCode>
