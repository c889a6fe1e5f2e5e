import { app } from 'electron'
import { createElectronUpdateFeed, guardUpdaterSession, loadElectronUpdater } from '../adapters/electron-update-feed.ts'
import { verifyEd25519 } from '../adapters/node-signature.ts'
import { systemTimer } from '../adapters/system-timer.ts'
import type { LogPort } from '../ports/log-port.ts'
import { trustedUpdateKeys } from '../security/update-keys.ts'
import { isSignedFile, judgeUpdate, parseFeedUrl } from '../security/update-trust.ts'
import { createUpdateService, type UpdateService, type UpdateServiceParts } from '../services/update-service.ts'

export interface UpdateParts extends Pick<UpdateServiceParts, 'onChanged'> {
  /** Where updates come from, as the organisation says; without it there are none. */
  readonly feedAddress: string | undefined
  readonly log: LogPort
}

export function createUpdates({ feedAddress, log, onChanged }: UpdateParts): UpdateService {
  const trust = { installedVersion: app.getVersion(), trustedKeys: trustedUpdateKeys, verify: verifyEd25519 }
  const feedUrl = feedAddress === undefined ? undefined : parseFeedUrl(feedAddress)
  // Without a key nothing could be trusted, so nothing is asked for either.
  const isOn = feedUrl !== undefined && trustedUpdateKeys.length > 0
  const feed = isOn
    ? createElectronUpdateFeed({ feedUrl, loadUpdater: loadElectronUpdater, guardRequests: guardUpdaterSession })
    : undefined
  return createUpdateService({
    feed,
    trust: { judge: (offer) => judgeUpdate(offer, trust), isSignedFile },
    timer: systemTimer,
    log,
    onChanged,
  })
}
