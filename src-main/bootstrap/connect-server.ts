import type { CertificateView } from '../../src-shared/ipc/server-schema.ts'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'
import { askBeforeLeaving } from '../adapters/electron-leave-question.ts'
import { createElectronServerStore } from '../adapters/electron-server-store.ts'
import type { TrialServerOptions } from '../adapters/electron-trial-server.ts'
import { createNodeServerAgents, type ServerAgents } from '../adapters/node-server-agent.ts'
import { createNodeServerDialer } from '../adapters/node-server-dialer.ts'
import { createNodeServerInspector } from '../adapters/node-server-inspector.ts'
import { isSameFingerprint } from '../security/certificate-trust.ts'
import { parseServerAddress } from '../security/server-address.ts'
import {
  createServerChoiceService,
  type ManagedServer,
  type ServerChoiceService,
} from '../services/server-choice-service.ts'
import type { Environment } from './environment.ts'
import { createTrialRun } from './trial-run.ts'

/** Name, proxy, connection and TLS together; with the answer it stays under the 5 s within which the truth is told. */
const dialTimeoutMs = 3_000
/** What an address that is being tried has for its answer. */
const inspectionAnswerMs = 1_800

export interface ServerParts {
  readonly environment: Environment
  readonly userDataDir: string
  readonly managed: ManagedServer
  readonly isServerRuleLost: boolean
  readonly trial: TrialServerOptions
  /** The system’s proxies for an address, as a list like `PROXY proxy.example:8080; DIRECT`. */
  readonly resolveProxy: (url: string) => Promise<string>
  /** Before another server is used: ends the session there and wipes what was kept of it. */
  readonly onLeaving: () => Promise<void>
  readonly readLanguage: () => Settings['language']
  /** Another server is used from now on: nothing on the page is true any more. */
  readonly onArrived: () => void
}

/** The server that the app talks to, whichever it is, and the connections to it. */
export interface ConnectedServer {
  readonly choice: ServerChoiceService
  readonly agents: ServerAgents
  readonly close: () => Promise<void>
}

export function connectServer(parts: ServerParts): ConnectedServer {
  const { environment, managed, isServerRuleLost, resolveProxy, readLanguage, onLeaving, onArrived } = parts
  let seen: { readonly url: string; readonly certificate: CertificateView } | undefined
  const dialer = createNodeServerDialer({
    resolveProxy,
    timeoutMs: dialTimeoutMs,
    onCertificate(url, certificate) {
      seen = { url, certificate }
    },
  })
  const agents = createNodeServerAgents(dialer)
  const trial = createTrialRun(parts.trial)
  const choice = createServerChoiceService({
    managed,
    isServerRuleLost,
    asked: {
      isTrial: environment.isTrial,
      ...(environment.serverUrl === undefined ? {} : { url: environment.serverUrl }),
    },
    store: createElectronServerStore(parts.userDataDir),
    inspector: createNodeServerInspector(dialer, inspectionAnswerMs),
    trial,
    parseAddress: parseServerAddress,
    isSameFingerprint,
    readCertificate: (url) => (seen?.url === url ? seen.certificate : null),
    confirmLeaving: (next) => askBeforeLeaving(next, readLanguage()),
    onLeaving,
    onArrived,
  })
  // It takes a moment; whoever needs it first is told how that went.
  if (choice.read().kind === 'trial') trial.ensureStarted().catch(() => undefined)
  return {
    choice,
    agents,
    async close() {
      agents.close()
      await trial.stop()
    },
  }
}
