import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import type { VerbalAlphabet } from '../../src-shared/domain/read-aloud.ts'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import type { PrintOrder, SlipOrder } from '../../src-shared/ipc/slip-schema.ts'
import type { SaveBytesPort } from '../ports/save-bytes-port.ts'
import type { SlipPrinterPort } from '../ports/slip-printer-port.ts'
import type { TimerPort } from '../ports/timer-port.ts'
import type { SessionService } from './session-service.ts'
import { writeSlip } from './slip-document.ts'

/** How long a slip waits in the system’s print dialog: as long as the done screen may show the password. */
export const slipHeldMs = 5 * 60_000

export interface SlipServiceDependencies {
  readonly session: Pick<SessionService, 'call' | 'requireOpen'>
  /** Fails with `secret_gone`. */
  readonly readSecret: (reissueId: string) => string
  readonly printer: SlipPrinterPort
  readonly files: SaveBytesPort
  readonly timer: Pick<TimerPort, 'after'>
  readonly readAlphabet: () => VerbalAlphabet
  /** The temporary password has been handed over on paper. */
  readonly onPrinted: (reissueId: string) => void
}

export type SlipService = ReturnType<typeof createSlipService>

/** Slips (連絡票) for users: printed, with the temporary password where the policy says so, or as a PDF, never with it. */
export function createSlipService(dependencies: SlipServiceDependencies) {
  const { session, readSecret, printer, files, timer, readAlphabet, onPrinted } = dependencies
  let underWay: AbortController | undefined

  async function readRecord(reissueId: string): Promise<ReissueRecord> {
    const record = await session.call('readReissue', { params: { reissueId } })
    if (record.state !== 'pending') throw new AppError('reissue_overtaken')
    return record
  }

  /** Fails with `slip_without_password` or `secret_gone`. */
  async function readAllowedSecret(reissueId: string): Promise<string> {
    const { slipWithPassword } = await session.call('readPolicy', {})
    if (!slipWithPassword) throw new AppError('slip_without_password')
    return readSecret(reissueId)
  }

  /**
   * Runs `act` with a signal that goes off at a lock, at the end of the session, when it takes too long, and when another
   * slip is asked for: there is one at a time, so that no page can cover the screen with dialogs.
   */
  async function untilForgotten<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    underWay?.abort()
    const controller = new AbortController()
    underWay = controller
    const stopTimer = timer.after(slipHeldMs, () => controller.abort())
    try {
      return await act(controller.signal)
    } finally {
      stopTimer()
      if (underWay === controller) underWay = undefined
    }
  }

  return {
    /**
     * Prints through the system’s dialog. Fails with `slip_without_password`, `secret_gone`, `reissue_overtaken` when the
     * password it is about is not valid any more, or `print_failed`.
     */
    print({ reissueId, paper, language, withPassword }: PrintOrder): Promise<{ readonly isPrinted: boolean }> {
      session.requireOpen()
      return untilForgotten(async (signal) => {
        if (withPassword) await readAllowedSecret(reissueId)
        const record = await readRecord(reissueId)
        // Once more: whatever happened while the server was asked has made the secret go.
        const temporaryPassword = withPassword ? readSecret(reissueId) : undefined
        const document = writeSlip({ record, paper, language, temporaryPassword, alphabet: readAlphabet() })
        const isPrinted = await orFailWith('print_failed', printer.print(document, signal))
        if (isPrinted && withPassword) onPrinted(reissueId)
        return { isPrinted }
      })
    },

    /** Asks where to. A PDF is a file, and a password is in no file (S-01). Fails with `file_not_written`. */
    savePdf({ reissueId, paper, language }: SlipOrder): Promise<{ readonly isSaved: boolean }> {
      session.requireOpen()
      return untilForgotten(async (signal) => {
        const record = await readRecord(reissueId)
        const document = writeSlip({ record, paper, language, alphabet: readAlphabet() })
        const bytes = await orFailWith('file_not_written', printer.writePdf(document, signal))
        // Locked meanwhile: no dialog comes up over the lock screen.
        if (signal.aborted) throw new AppError('file_not_written')
        return { isSaved: await orFailWith('file_not_written', files.save(fileNameOf(record), bytes, signal)) }
      })
    },

    /** The desk was locked or left, or its window is gone: no slip stays behind. */
    forgetEverything(): void {
      underWay?.abort()
    },
  }
}

async function orFailWith<T>(code: 'print_failed' | 'file_not_written', done: Promise<T>): Promise<T> {
  try {
    return await done
  } catch (cause) {
    throw new AppError(code, {}, { cause })
  }
}

/** `slip-CZ021017-20261123.pdf`: the day of issue in UTC; letters that no file system minds. */
const fileNameOf = ({ loginId, issuedAt }: ReissueRecord): string =>
  `slip-${loginId.replace(/[^A-Za-z0-9._-]/g, '_')}-${issuedAt.slice(0, 10).replaceAll('-', '')}.pdf`
