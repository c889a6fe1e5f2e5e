import type { DeskError } from '../../src-shared/ipc/envelope.ts'
import type { Answer } from '../../src-shared/ipc/envelope.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { toChannel, type Area } from '../../src-shared/ipc/channel-names.ts'
import type { LogPort } from '../ports/log-port.ts'
import { isTrustedFrame, type CallingFrame } from '../security/trusted-frame.ts'
import { InputRejected, type BoundArea, type BoundChannel } from './bind-channel.ts'

export type Handlers = { readonly [A in Area]: BoundArea<A> }

export interface HandlerSurroundings {
  /** Takes a channel’s calls; in the app this is the one use of `ipcMain`. */
  readonly handle: (channel: string, answer: (frame: CallingFrame | null, input: unknown) => Promise<unknown>) => void
  readonly log: LogPort
  readonly newId: () => string
}

/** Registers every channel of the contract: trusted frame → parse → one service call → parse → an answer that never throws. */
export function registerHandlers(handlers: Handlers, surroundings: HandlerSurroundings): void {
  for (const [area, channels] of Object.entries(handlers)) {
    for (const [name, run] of Object.entries<BoundChannel>(channels)) {
      const channel = toChannel(area, name)
      surroundings.handle(channel, (frame, input) => answerCall(channel, run, frame, input, surroundings))
    }
  }
}

async function answerCall(
  channel: string,
  run: BoundChannel,
  frame: CallingFrame | null,
  input: unknown,
  { log, newId }: HandlerSurroundings,
): Promise<Answer<unknown>> {
  const startedAt = performance.now()
  try {
    // SECURITY: E17. Only the app's own page in the top frame is heard.
    if (!isTrustedFrame(frame)) throw new AppError('untrusted_caller')
    const value = await run(input)
    log.info('ipc', { channel, durationMs: Math.round(performance.now() - startedAt) })
    return { ok: true, value }
  } catch (error) {
    const answer = toDeskError(error, newId)
    log.warn('ipc', { channel, code: answer.code, traceId: answer.traceId, detail: describeForLog(error) })
    return { ok: false, error: answer }
  }
}

function toDeskError(error: unknown, newId: () => string): DeskError {
  if (error instanceof InputRejected) return { code: 'invalid_request', traceId: newId() }
  if (!(error instanceof AppError)) return { code: 'app_error', traceId: newId() }
  const { requestId, retryAfterSeconds, fields, contacts } = error.facts
  return {
    code: error.code,
    traceId: requestId ?? newId(),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(fields === undefined ? {} : { fields }),
    ...(contacts === undefined ? {} : { contacts }),
  }
}

/** Enough to find the place; a foreign error's message may quote what was typed, so only its name is kept. */
const describeForLog = (error: unknown): string =>
  error instanceof AppError ? (error.facts.detail ?? '') : error instanceof Error ? error.name : typeof error
