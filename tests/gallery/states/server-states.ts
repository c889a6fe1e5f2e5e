import type { ServerCheck } from '../../../src-shared/ipc/server-schema.ts'
import { answer, refuse, type DeskOverrides } from '../../support/fake-desk.ts'
import { info, usableServer } from '../../support/fake-desk-data.ts'
import type { GalleryState } from '../gallery-state.ts'
import { noAnswerYet } from './places.ts'

const fingerprint = Array.from({ length: 32 }, (_, index) => (index + 16).toString(16).toUpperCase()).join(':')
const certificate = {
  fingerprint,
  subject: 'CN=desk.example',
  issuer: 'CN=desk.example',
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
  trust: 'none',
} as const

const server = { kind: 'none', url: null } as const
const app = { readInfo: () => answer({ ...info, serverUrl: null, trial: undefined }) }

/** The first start after a test of an address that found this. */
const tested = (name: string, check: NonNullable<DeskOverrides['server']>['check'], told: string): GalleryState => ({
  name: `first-start-${name}`,
  start: { server },
  overrides: { app, server: { check: check ?? (() => answer(usableServer)) } },
  reach: async ({ t, type, press }, page) => {
    await type(t('firstStart.address'), 'https://desk.example')
    await press(t('firstStart.check'))
    await page
      .getByText(told)
      .or(page.getByRole('region', { name: t('firstStart.result') }))
      .first()
      .waitFor()
  },
})
const found = (change: Partial<ServerCheck>) => () => answer({ ...usableServer, ...change })

/** The first start: which server to work with. */
export const serverStates: readonly GalleryState[] = [
  { name: 'first-start', start: { server }, overrides: { app } },
  {
    name: 'first-start-only-given',
    start: { server: { ...server, mayTryHere: false } },
    overrides: { app },
    reach: async ({ t, press, sees }) => {
      await press(t('firstStart.check'))
      await sees(t('firstStart.missingAddress'))
    },
  },
  {
    name: 'first-start-rules-unreadable',
    start: { server: { ...server, isLocked: true } },
    overrides: { app },
  },
  {
    name: 'first-start-trying',
    start: { server },
    overrides: { app, server: { tryHere: noAnswerYet } },
    reach: async ({ t, press, sees }) => {
      await press(t('firstStart.tryHere'))
      await sees(t('firstStart.trying'))
    },
  },
  tested('usable', found({ clockSkewMs: 300_000 }), 'desk.example'),
  tested('unreachable', found({ outcome: 'unreachable' }), 'desk.example'),
  tested('unknown-certificate', found({ outcome: 'certificate_untrusted', certificate }), 'CN=desk.example'),
  tested(
    'certificate-changed',
    found({
      outcome: 'certificate_changed',
      certificate,
      previousFingerprint: fingerprint.replaceAll('1', 'A'),
    }),
    'CN=desk.example',
  ),
  tested('address-refused', () => refuse('server_address_invalid'), 'server_address_invalid'),
]
