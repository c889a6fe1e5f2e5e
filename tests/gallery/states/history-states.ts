import type { ReissueRecord } from '../../../src-shared/api/reissues.ts'
import { answer, refuse } from '../../support/fake-desk.ts'
import { offlineHistory, reissueRecords } from '../../support/fake-desk-data.ts'
import type { GalleryState } from '../gallery-state.ts'
import { asAdministrator, asHelpdesk, asOffline, at, noAnswerYet } from './places.ts'

const page =
  (items: readonly ReissueRecord[] = [], asOf: string | null = null) =>
  () =>
    answer({ items: [...items], total: items.length, nextCursor: null, asOf })
const kept = '2026-11-23T01:32:00.000Z'
const keptView = { ...offlineHistory, entries: 4, asOf: kept, keptUntil: '2026-12-23T01:32:00.000Z' }

/** 再発行履歴. */
export const historyStates: readonly GalleryState[] = [
  {
    name: 'history',
    start: asAdministrator,
    place: at('history'),
    reach: async ({ t, sees }) => sees(t('reissueState.superseded')),
  },
  {
    name: 'history-helpdesk',
    start: asHelpdesk,
    place: at('history'),
    reach: async ({ t, sees }) => sees(t('reissueState.superseded')),
  },
  {
    name: 'history-empty',
    start: asAdministrator,
    place: at('history'),
    overrides: {
      reissues: { list: page(), summarise: () => answer({ timeZone: 'Asia/Tokyo', days: [], asOf: null }) },
    },
    reach: async ({ t, sees }) => sees(t('history.emptyTitle')),
  },
  {
    name: 'history-no-match',
    start: asAdministrator,
    place: at('history'),
    reach: async ({ t, type, sees }) => {
      await sees(t('reissueState.superseded'))
      await type(t('historyFilter.query'), 'nobody')
      await sees(t('history.noMatch'))
    },
  },
  {
    name: 'history-loading',
    start: asAdministrator,
    place: at('history'),
    overrides: { reissues: { list: noAnswerYet, summarise: noAnswerYet } },
    reach: async ({ t }, page) => page.getByLabel(t('history.loading')).first().waitFor(),
  },
  {
    name: 'history-more',
    start: asAdministrator,
    place: at('history'),
    overrides: {
      reissues: { list: () => answer({ items: [...reissueRecords], total: 240, nextCursor: 'next', asOf: null }) },
    },
    reach: async ({ t, sees }) => sees(t('reissueState.superseded')),
  },
  {
    name: 'history-failed',
    start: asAdministrator,
    place: at('history'),
    overrides: { reissues: { list: () => refuse('internal_error'), summarise: () => refuse('internal_error') } },
    reach: async ({ sees }) => sees('internal_error'),
  },
  {
    name: 'history-offline',
    start: asOffline,
    place: at('history'),
    overrides: { offlineHistory: { read: () => answer(keptView) }, reissues: { list: page(reissueRecords, kept) } },
    reach: async ({ t, sees }) => sees(t('history.offlineText')),
  },
  {
    name: 'history-nothing-kept',
    start: asOffline,
    place: at('history'),
    overrides: {
      reissues: { list: () => refuse('server_unreachable'), summarise: () => refuse('server_unreachable') },
    },
    reach: async ({ t, sees }) => sees(t('history.nothingKept')),
  },
  {
    name: 'history-sheet',
    start: asHelpdesk,
    place: at('history'),
    reach: async ({ t, sees }, page) => {
      await sees(t('reissueState.superseded'))
      await page.getByRole('row').nth(1).click()
      await sees(t('historyRecord.timeline'))
    },
  },
  {
    name: 'history-chart',
    start: asHelpdesk,
    place: at('history'),
    reach: async ({ t, press }, page) => {
      await press(t('historyChart.title'))
      await page.locator('.recharts-bar-rectangle').first().waitFor()
    },
  },
  {
    name: 'history-chart-table',
    start: asAdministrator,
    place: at('history'),
    reach: async ({ t, press, sees }, page) => {
      await press(t('historyChart.title'))
      await page.locator('.recharts-bar-rectangle').first().waitFor()
      await page.getByText(t('historyChart.asTable')).click()
      await sees(t('historyChart.total'))
    },
  },
  {
    name: 'history-filtered',
    start: asHelpdesk,
    place: at('history'),
    reach: async ({ t, type, sees }, page) => {
      await page.getByLabel(t('historyFilter.period')).selectOption('custom')
      await page.getByLabel(t('historyFilter.from')).fill('2026-11-20')
      await page.getByLabel(t('historyFilter.to'), { exact: true }).fill('2026-11-19')
      await type(t('historyFilter.query'), 'CZ')
      await sees(t('historyFilter.reversedTitle'))
    },
  },
  {
    name: 'history-exporting',
    start: asAdministrator,
    place: at('history'),
    reach: async ({ t, sees }, page) => {
      await sees(t('reissueState.superseded'))
      await page.evaluate(() =>
        window.gallery.tell('historyExportChanged', { running: { written: 12_000, total: 34_567 } }),
      )
      await page.getByRole('progressbar').waitFor()
    },
  },
  {
    name: 'history-exported',
    start: asAdministrator,
    place: at('history'),
    reach: async ({ t, press, sees }, page) => {
      await sees(t('reissueState.superseded'))
      await page.getByLabel(t('historyFilter.period')).selectOption('week')
      await press(t('historyExport.start'))
      await page.locator('.notice').waitFor()
    },
  },
]
