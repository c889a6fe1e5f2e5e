import { describe, expect, it, vi } from 'vitest'
import type { Inspection } from '../../../src-main/ports/server-inspector-port.ts'
import type { ServerTarget } from '../../../src-main/ports/server-probe-port.ts'
import type { ServerChoice } from '../../../src-main/ports/server-store-port.ts'
import {
  createServerChoiceService,
  type ManagedServer,
  type ServerChoiceDependencies,
  type ServerChoiceService,
} from '../../../src-main/services/server-choice-service.ts'
import { isSameFingerprint } from '../../../src-main/security/certificate-trust.ts'
import { parseServerAddress } from '../../../src-main/security/server-address.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import type { CertificateView } from '../../../src-shared/ipc/server-schema.ts'

const url = 'https://desk.example'
const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')
const newFingerprint = Array.from({ length: 32 }, () => 'CD').join(':')
const trialUrl = 'http://127.0.0.1:41777'

const certificate = (of: string, trust: CertificateView['trust']): CertificateView => ({
  fingerprint: of,
  subject: 'CN=desk.example',
  issuer: 'CN=desk.example',
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
  trust,
})

/** A server that presents `presented`, and that the system vouches for or not. */
const serverPresenting =
  (presented: string, isVouchedFor = false) =>
  ({ trustedFingerprint }: ServerTarget): Inspection => {
    if (trustedFingerprint === undefined) {
      return isVouchedFor
        ? { outcome: 'usable', certificate: certificate(presented, 'system'), clockSkewMs: 0 }
        : { outcome: 'certificate_untrusted', certificate: certificate(presented, 'none'), clockSkewMs: null }
    }
    return trustedFingerprint === presented
      ? { outcome: 'usable', certificate: certificate(presented, 'person'), clockSkewMs: 0 }
      : { outcome: 'certificate_changed', certificate: certificate(presented, 'none'), clockSkewMs: null }
  }

interface World {
  managed?: ManagedServer
  asked?: Partial<ServerChoiceDependencies['asked']>
  stored?: ServerChoice
  inspect?: (target: ServerTarget) => Inspection
  isServerRuleLost?: boolean
  mayLeave?: boolean | Promise<boolean>
  whileLeaving?: (choice: ServerChoiceService) => Promise<void>
}

function setUp({
  managed = {},
  asked = {},
  stored,
  inspect = serverPresenting(fingerprint, true),
  isServerRuleLost = false,
  mayLeave = true,
  whileLeaving = () => Promise.resolve(),
}: World = {}) {
  let kept = stored
  let isRunning = false
  const happened: string[] = []
  const questions: ServerChoice[] = []
  const choice = createServerChoiceService({
    managed,
    isServerRuleLost,
    asked: { isTrial: false, ...asked },
    store: { read: () => kept, write: (next) => void (kept = next) },
    inspector: { inspect: (target) => Promise.resolve(inspect(target)) },
    trial: {
      ensureStarted: vi.fn(() => {
        isRunning = true
        return Promise.resolve({ url: trialUrl, accounts: [] })
      }),
      url: () => (isRunning ? trialUrl : null),
      accounts: () => [],
      stop: () => Promise.resolve(void (isRunning = false)),
    },
    parseAddress: parseServerAddress,
    isSameFingerprint,
    readCertificate: () => null,
    confirmLeaving: (next) => {
      questions.push(next)
      return Promise.resolve(mayLeave)
    },
    onLeaving: async () => {
      happened.push(`left ${choice.identity()}`)
      await Promise.resolve()
      await whileLeaving(choice)
    },
    onArrived: () => void happened.push(`arrived at ${choice.identity()}`),
  })
  return { choice, happened, questions, kept: () => kept }
}

const given: ServerChoice = { kind: 'given', url }

describe('which server (flow E): the organisation’s, the environment’s, the trial asked for, the one chosen, none', () => {
  it.each<[string, World, string, string | null, boolean]>([
    ['nothing at all', {}, 'none', null, false],
    ['one was chosen', { stored: given }, 'given', url, false],
    ['the trial was chosen', { stored: { kind: 'trial' } }, 'trial', null, false],
    ['--trial over a choice', { stored: given, asked: { isTrial: true } }, 'trial', null, false],
    ['the environment over --trial', { asked: { isTrial: true, url } }, 'given', url, true],
    [
      'the organisation over everything',
      { managed: { serverUrl: `${url}/` }, asked: { isTrial: true, url: 'https://other.example' }, stored: given },
      'given',
      url,
      true,
    ],
    [
      'no trial where the organisation wants none',
      { managed: { mayTryHere: false }, asked: { isTrial: true } },
      'none',
      null,
      false,
    ],
  ])('%s', (_what, world, kind, at, isLocked) => {
    expect(setUp(world).choice.read()).toMatchObject({ kind, url: at, isLocked })
  })

  it('without one, nothing can be called', async () => {
    const { choice } = setUp()
    await expect(choice.target()).rejects.toMatchObject({ code: 'no_server_chosen' })
    expect(choice.isReady()).toBe(false)
  })

  it('the organisation’s fingerprint goes with its server', async () => {
    const { choice } = setUp({ managed: { serverUrl: url, trustedFingerprint: fingerprint } })
    expect(await choice.target()).toEqual({ url, trustedFingerprint: fingerprint })
  })
})

describe('choosing a server', () => {
  it('leaves the one before, keeps the choice, and arrives, in this order', async () => {
    const { choice, happened, kept } = setUp({ stored: { kind: 'given', url: 'https://old.example' } })
    expect(await choice.connect('Desk.example/')).toMatchObject({ kind: 'given', url })
    expect(happened).toEqual(['left https://old.example', 'arrived at https://desk.example'])
    expect(kept()).toEqual(given)
    expect(await choice.target()).toEqual({ url })
  })

  it('an untrusted certificate needs the fingerprint that is presented, and keeps it', async () => {
    const { choice, happened, kept } = setUp({ inspect: serverPresenting(fingerprint) })
    expect(await choice.check(url)).toMatchObject({ outcome: 'certificate_untrusted', previousFingerprint: null })
    await expect(choice.connect(url)).rejects.toMatchObject({ code: 'certificate_untrusted' })
    await expect(choice.connect(url, newFingerprint)).rejects.toMatchObject({ code: 'certificate_changed' })
    expect(happened).toEqual([])
    await choice.connect(url, fingerprint)
    expect(kept()).toEqual({ ...given, trustedFingerprint: fingerprint })
  })

  it('a changed certificate shows both fingerprints, and is used only when the new one is confirmed', async () => {
    const stored: ServerChoice = { ...given, trustedFingerprint: fingerprint }
    const { choice, kept } = setUp({ stored, inspect: serverPresenting(newFingerprint) })
    const check = await choice.check(url)
    expect(check).toMatchObject({ outcome: 'certificate_changed', previousFingerprint: fingerprint })
    expect(check.certificate?.fingerprint).toBe(newFingerprint)
    await expect(choice.connect(url)).rejects.toMatchObject({ code: 'certificate_changed' })
    await choice.connect(url, newFingerprint)
    expect(kept()).toEqual({ ...given, trustedFingerprint: newFingerprint })
  })

  it('what the system vouches for is not pinned: its next renewal asks nobody', async () => {
    const { choice, kept } = setUp({ inspect: serverPresenting(fingerprint, true) })
    await choice.connect(url, fingerprint)
    expect(kept()).toEqual(given)
    // But what was compared has to be what is presented.
    await expect(choice.connect(url, newFingerprint)).rejects.toMatchObject({ code: 'certificate_changed' })
  })

  it.each([
    ['unreachable', 'server_unreachable'],
    ['no_answer', 'server_unreachable'],
    ['name_not_found', 'server_name_not_found'],
    ['not_a_desk_server', 'not_a_desk_server'],
  ] as const)('%s: %s, and everything stays', async (outcome, code) => {
    const inspect = () => ({ outcome, certificate: null, clockSkewMs: null })
    const { choice, happened, kept } = setUp({ stored: { kind: 'trial' }, inspect })
    await expect(choice.connect(url)).rejects.toMatchObject({ code })
    expect(happened).toEqual([])
    expect(kept()).toEqual({ kind: 'trial' })
  })

  it('an address that cannot be used never gets to the network', async () => {
    const inspect = vi.fn(serverPresenting(fingerprint))
    const { choice } = setUp({ inspect })
    for (const text of ['http://desk.example', 'https://a@b', '']) {
      await expect(choice.check(text)).rejects.toMatchObject({ code: 'server_address_invalid' })
      await expect(choice.connect(text)).rejects.toMatchObject({ code: 'server_address_invalid' })
    }
    expect(inspect).not.toHaveBeenCalled()
  })

  it('S-20: while one is being left nothing can be called: the session would go along to the next', async () => {
    const whileLeaving = vi.fn(async (choice: ServerChoiceService) => {
      await expect(choice.target()).rejects.toMatchObject({ code: 'no_server_chosen' })
    })
    const { choice } = setUp({ stored: { kind: 'given', url: 'https://old.example' }, whileLeaving })
    await choice.connect(url)
    expect(whileLeaving).toHaveBeenCalledOnce()
    expect(await choice.target()).toEqual({ url })
  })

  it('S-20: nobody is led elsewhere without being asked outside of the page', async () => {
    const old: ServerChoice = { kind: 'given', url: 'https://old.example' }
    const { choice, happened, questions, kept } = setUp({ stored: old, mayLeave: false })
    await expect(choice.connect(url)).rejects.toEqual(new AppError('server_change_declined'))
    await expect(choice.tryHere()).rejects.toEqual(new AppError('server_change_declined'))
    expect(questions).toEqual([given, { kind: 'trial' }])
    expect([happened, kept()]).toEqual([[], old])
  })

  it('S-20: while the question is open no second one comes up over it', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const old: ServerChoice = { kind: 'given', url: 'https://old.example' }
    const { choice, questions } = setUp({ stored: old, mayLeave: promise })
    const first = choice.connect(url)
    await vi.waitFor(() => expect(questions).toEqual([given]))
    await expect(choice.connect('https://evil.example')).rejects.toEqual(new AppError('server_change_declined'))
    await expect(choice.tryHere()).rejects.toEqual(new AppError('server_change_declined'))
    resolve(true)
    expect(await first).toMatchObject({ url })
    await choice.tryHere()
    expect(questions).toEqual([given, { kind: 'trial' }])
  })

  it('S-20: so is a certificate for which a person is to vouch, and not the first choice or the same again', async () => {
    const inspect = serverPresenting(newFingerprint)
    const pinned: ServerChoice = { ...given, trustedFingerprint: fingerprint }
    const changed = setUp({ stored: pinned, inspect })
    await changed.choice.connect(url, newFingerprint)
    expect(changed.questions).toEqual([{ ...given, trustedFingerprint: newFingerprint }])
    await changed.choice.connect(url, newFingerprint)
    expect(changed.questions).toHaveLength(1)
    const first = setUp()
    await first.choice.connect(url)
    expect(first.questions).toEqual([])
  })

  it('trying it here starts the embedded server; where it does not start, nothing has changed', async () => {
    const { choice, happened } = setUp({ stored: given })
    expect(await choice.tryHere()).toMatchObject({ kind: 'trial', url: trialUrl })
    expect(happened).toEqual([`left ${url}`, 'arrived at trial'])
    expect(await choice.target()).toEqual({ url: trialUrl })
  })

  it('S-22: where the organisation’s word about the server cannot be read, there is none, whatever was chosen before', async () => {
    const { choice, happened } = setUp({ isServerRuleLost: true, stored: given, asked: { isTrial: true, url } })
    expect(choice.read()).toMatchObject({ kind: 'none', url: null, isLocked: true, mayTryHere: false })
    const acts = [() => choice.connect(url), () => choice.tryHere(), () => choice.target()]
    for (const act of acts) await expect(act()).rejects.toEqual(new AppError('rules_unreadable'))
    expect([choice.isReady(), happened]).toEqual([false, []])
  })

  it('where the organisation has chosen, nothing can be changed, and its own server alone be looked at', async () => {
    const { choice } = setUp({ managed: { serverUrl: url } })
    for (const act of [() => choice.connect(url), () => choice.tryHere()]) {
      await expect(act()).rejects.toEqual(new AppError('server_locked'))
    }
    expect((await choice.check(url)).outcome).toBe('usable')
    await expect(choice.check('https://elsewhere.example/a-secret')).rejects.toEqual(new AppError('server_locked'))
    const { choice: withoutTrial } = setUp({ managed: { mayTryHere: false } })
    expect(withoutTrial.read().mayTryHere).toBe(false)
    await expect(withoutTrial.tryHere()).rejects.toMatchObject({ code: 'server_locked' })
  })
})
