/** What a page lets the app know about itself: its console, and its end. */
import { createEvent } from '../border.ts'
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import type { Events } from '../browser/devtools-protocol.ts'
import type { EventOf } from '../surface.ts'
import type { PageServices } from './page-services.ts'

export type EmitPage = (name: EventOf<'webContents'>, ...values: unknown[]) => void

const LEVELS: Readonly<Record<string, string>> = { error: 'error', assert: 'error', warning: 'warning', debug: 'debug' }

/** Emits 'console-message' with Electron's event object (level, message, frame), without the place in the source. */
export function reportConsole(session: DevtoolsSession, frame: object, emit: EmitPage) {
  const textOf = (arg: Events['Runtime.consoleAPICalled']['args'][number]) =>
    arg.value === undefined
      ? (arg.description ?? arg.type)
      : typeof arg.value === 'string'
        ? arg.value
        : JSON.stringify(arg.value)
  session.on('Runtime.consoleAPICalled', ({ type, args }) => {
    const message = args.map(textOf).join(' ')
    emit('console-message', createEvent({ level: LEVELS[type] ?? 'info', message, frame }))
  })
}

/** Emits 'render-process-gone' on the page and on the app. */
export function reportCrash(
  session: DevtoolsSession,
  border: object,
  emit: EmitPage,
  emitApp: PageServices['emitApp'],
  onCrashed: () => void,
) {
  session.on('Inspector.targetCrashed', () => {
    onCrashed()
    const details = { reason: 'crashed', exitCode: 1 }
    emit('render-process-gone', createEvent(), details)
    emitApp('render-process-gone', createEvent(), border, details)
  })
}
