import type { AppInfo } from '../../src-shared/ipc/contract.ts'
import type { ConnectionView, ServerView } from '../../src-shared/ipc/server-schema.ts'
import type { Settings, SettingsView } from '../../src-shared/ipc/settings-schema.ts'

export interface DiagnosticsFacts {
  readonly at: string
  readonly app: Pick<AppInfo, 'version' | 'host' | 'storage'>
  /** System and run-time versions, named as they call themselves. */
  readonly system: Readonly<Record<string, string>>
  readonly server: ServerView
  readonly connection: ConnectionView
  readonly settings: SettingsView
  readonly logLines: readonly string[]
}

const labels = {
  ja: {
    title: '再発行デスク 診断情報',
    promise: '氏名、ID、検索条件、パスワードは含まれていません。',
    at: '作成日時',
    app: 'アプリ',
    storage: '保管場所',
    server: 'サーバー',
    certificate: '証明書',
    connection: '接続',
    clockSkew: 'サーバーとの時計の差',
    settings: '設定',
    locked: '組織で決められた値',
    unreadable: '組織の設定の一部を読み取れません。',
    log: '記録',
  },
  en: {
    title: 'Saihakko Desk diagnostics',
    promise: 'No names, IDs, search conditions or passwords are in it.',
    at: 'Made at',
    app: 'App',
    storage: 'Storage',
    server: 'Server',
    certificate: 'Certificate',
    connection: 'Connection',
    clockSkew: 'Clock skew to the server',
    settings: 'Settings',
    locked: 'fixed by the organisation',
    unreadable: 'Some of the organisation’s rules cannot be read.',
    log: 'Log',
  },
} as const satisfies Record<Settings['language'], object>

/** What a diagnostics file says: what helps to find a fault, in words that whoever saves it can check. */
export function writeDiagnostics(facts: DiagnosticsFacts): string {
  const { app, server, connection, settings, logLines } = facts
  const label = labels[settings.values.language]
  const skew = connection.clockSkewMs === null ? '-' : `${connection.clockSkewMs} ms`
  const certificate = server.certificate
  return [
    label.title,
    label.promise,
    '',
    `${label.at}: ${facts.at}`,
    `${label.app}: ${app.version} (${app.host})`,
    ...Object.entries(facts.system).map(([name, value]) => `${name}: ${value}`),
    `${label.storage}: ${app.storage}`,
    `${label.server}: ${hostOf(server.url)} (${server.kind})`,
    `${label.certificate}: ${certificate ? `${certificate.fingerprint} (${certificate.trust})` : '-'}`,
    `${label.connection}: ${[connection.state, connection.reason, connection.since].filter(Boolean).join(', ')}`,
    `${label.clockSkew}: ${skew}`,
    '',
    `${label.settings}:`,
    ...Object.entries(settings.values).map(([name, value]) => {
      const isLocked = settings.locked.some((locked) => locked === name)
      return `  ${name}: ${value}${isLocked ? ` (${label.locked})` : ''}`
    }),
    ...(settings.hasUnreadableRules ? [`  ${label.unreadable}`] : []),
    '',
    `${label.log}:`,
    ...logLines,
    '',
  ].join('\n')
}

/** The host alone: an address could carry more than where to go. */
const hostOf = (url: string | null): string => (url !== null && URL.canParse(url) ? new URL(url).host : '-')
