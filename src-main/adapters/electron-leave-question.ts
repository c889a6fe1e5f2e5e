import { dialog } from 'electron'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { Settings } from '../../src-shared/ipc/settings-schema.ts'
import type { ServerChoice } from '../ports/server-store-port.ts'

const words = {
  ja: {
    title: '再発行デスク',
    message: 'このPCの接続先を変えますか。',
    server: (url: string) => `新しい接続先: ${url}`,
    fingerprint: (text: string) => `証明書のフィンガープリント: ${text}`,
    trial: '新しい接続先: このPCの試用サーバー',
    warning: 'ご自分で「接続」を押した場合だけ、変えてください。今のセッションは終わります。',
    leave: '接続先を変える',
    stay: '変えない',
  },
  en: {
    title: 'Saihakko Desk',
    message: 'Connect this PC to another server?',
    server: (url: string) => `New server: ${url}`,
    fingerprint: (text: string) => `Fingerprint of its certificate: ${text}`,
    trial: 'New server: the trial server on this PC',
    warning: 'Change it only if you have just pressed “Connect” yourself. The present session ends.',
    leave: 'Change the server',
    stay: 'Keep the server',
  },
} as const

/** Where the button stands that leaves everything as it is. */
const stay = 1

/** Asks in a window of the system, which no page can draw over or answer. Fails with `question_not_shown` where there is none. */
export async function askBeforeLeaving(next: ServerChoice, language: Settings['language']): Promise<boolean> {
  const say = words[language]
  try {
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      title: say.title,
      message: say.message,
      detail: [...describe(next, language), say.warning].join('\n\n'),
      buttons: [say.leave, say.stay],
      defaultId: stay,
      cancelId: stay,
      noLink: true,
    })
    return response !== stay
  } catch (cause) {
    throw new AppError('question_not_shown', {}, { cause })
  }
}

function describe(next: ServerChoice, language: Settings['language']): string[] {
  const say = words[language]
  if (next.kind === 'trial') return [say.trial]
  const { url, trustedFingerprint } = next
  return [say.server(url), ...(trustedFingerprint === undefined ? [] : [say.fingerprint(trustedFingerprint)])]
}
