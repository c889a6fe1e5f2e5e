import { describe, expect, it, vi } from 'vitest'
import type { SaveBytesPort } from '../../../src-main/ports/save-bytes-port.ts'
import type { PaperDocument, SlipPrinterPort } from '../../../src-main/ports/slip-printer-port.ts'
import { createSlipService, slipHeldMs } from '../../../src-main/services/slip-service.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import { createSessionParts } from '../../support/session-parts.ts'
import { slipPassword, slipRecord } from '../../support/slip-fixtures.ts'

const order = { reissueId: slipRecord.reissueId, paper: 'A5', language: 'ja' } as const

/** Prints and writes what it is given, and remembers it. */
function createFakePrinter() {
  const given: PaperDocument[] = []
  const print = vi.fn<SlipPrinterPort['print']>((document) => {
    given.push(document)
    return Promise.resolve(true)
  })
  const writePdf = vi.fn<SlipPrinterPort['writePdf']>((document) => {
    given.push(document)
    return Promise.resolve(new Uint8Array([37, 80, 68, 70]))
  })
  return { given, print, writePdf }
}

/** Never settles before it is called off. */
const untilAborted: SlipPrinterPort['print'] = (_document, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('closed'))))

async function setUp({ slipWithPassword = true } = {}) {
  const { api, session, timer } = createSessionParts()
  api.answer('readReissue', () => slipRecord)
  api.answer('readPolicy', () => ({ slipWithPassword }))
  await session.logIn('WR012739', 'a password')
  const printer = createFakePrinter()
  const held: { secret: string | undefined } = { secret: slipPassword }
  const readSecret = vi.fn((): string => {
    if (held.secret === undefined) throw new AppError('secret_gone')
    return held.secret
  })
  const save = vi.fn<SaveBytesPort['save']>(() => Promise.resolve(true))
  const onPrinted = vi.fn<(reissueId: string) => void>()
  const readAlphabet = (): 'nato' => 'nato'
  const slips = createSlipService({ session, readSecret, printer, files: { save }, timer, readAlphabet, onPrinted })
  return { api, session, timer, printer, held, readSecret, save, onPrinted, slips }
}

describe('slip service', () => {
  it('prints the password only when it is asked to, and notes that it was handed over', async () => {
    const { slips, printer, readSecret, onPrinted } = await setUp()
    expect(await slips.print({ ...order, withPassword: false })).toEqual({ isPrinted: true })
    expect(readSecret).not.toHaveBeenCalled()
    expect(printer.given[0]?.html).not.toContain('7Qwe')
    expect(onPrinted).not.toHaveBeenCalled()

    await slips.print({ ...order, withPassword: true })
    expect(printer.given[1]).toMatchObject({ paper: 'A5', html: expect.stringContaining('7Qwe') })
    expect(printer.given[1]?.html).toContain('エックスレイ')
    expect(onPrinted.mock.calls).toEqual([[order.reissueId]])
  })

  it('prints no password where the policy forbids it, whatever the page says', async () => {
    const { slips, printer, readSecret } = await setUp({ slipWithPassword: false })
    await expect(slips.print({ ...order, withPassword: true })).rejects.toMatchObject({ code: 'slip_without_password' })
    expect(readSecret).not.toHaveBeenCalled()
    expect(printer.print).not.toHaveBeenCalled()
  })

  it('says so when the password is gone, also when it goes while the server is asked', async () => {
    const { slips, held, api, printer } = await setUp()
    api.answer('readReissue', () => {
      held.secret = undefined
      return slipRecord
    })
    for (let count = 0; count < 2; count += 1)
      await expect(slips.print({ ...order, withPassword: true })).rejects.toMatchObject({ code: 'secret_gone' })
    expect(printer.print).not.toHaveBeenCalled()
  })

  it('prints nothing for a password that is not valid any more', async () => {
    const { slips, api, printer } = await setUp()
    api.answer('readReissue', () => ({ ...slipRecord, state: 'superseded' }))
    await expect(slips.print({ ...order, withPassword: false })).rejects.toMatchObject({ code: 'reissue_overtaken' })
    expect(printer.print).not.toHaveBeenCalled()
  })

  it('tells calling off from failing', async () => {
    const { slips, printer, onPrinted } = await setUp()
    printer.print.mockResolvedValueOnce(false)
    expect(await slips.print({ ...order, withPassword: true })).toEqual({ isPrinted: false })
    printer.print.mockRejectedValueOnce(new Error('no printer'))
    await expect(slips.print({ ...order, withPassword: true })).rejects.toMatchObject({ code: 'print_failed' })
    expect(onPrinted).not.toHaveBeenCalled()
  })

  it('saves a PDF that never holds the password, and does not even ask for it', async () => {
    const { slips, printer, readSecret, save } = await setUp()
    expect(await slips.savePdf(order)).toEqual({ isSaved: true })
    expect(readSecret).not.toHaveBeenCalled()
    expect(printer.given[0]?.html).not.toContain('7Qwe')
    expect(save.mock.calls[0]?.slice(0, 2)).toEqual(['slip-CZ021017-20261123.pdf', new Uint8Array([37, 80, 68, 70])])
    save.mockResolvedValueOnce(false)
    expect(await slips.savePdf(order)).toEqual({ isSaved: false })
    save.mockRejectedValueOnce(new Error('ENOSPC'))
    await expect(slips.savePdf(order)).rejects.toMatchObject({ code: 'file_not_written' })
    printer.writePdf.mockRejectedValueOnce(new Error('crashed'))
    await expect(slips.savePdf(order)).rejects.toMatchObject({ code: 'file_not_written' })
  })

  it('gives the file a name that no login ID can lead elsewhere', async () => {
    const { slips, api, save } = await setUp()
    api.answer('readReissue', () => ({ ...slipRecord, loginId: '../../.ssh/x y\u0000' }))
    await slips.savePdf(order)
    expect(save.mock.calls[0]?.[0]).toBe('slip-.._.._.ssh_x_y_-20261123.pdf')
  })

  it('lets go of a slip in the print dialog at a lock, and after five minutes', async () => {
    const { slips, printer, timer } = await setUp()
    printer.print.mockImplementation(untilAborted)
    const locked = slips.print({ ...order, withPassword: true })
    await timer.advance(0)
    slips.forgetEverything()
    await expect(locked).rejects.toMatchObject({ code: 'print_failed' })

    const forgotten = slips.print({ ...order, withPassword: true })
    const [failure] = await Promise.all([forgotten.catch((error: unknown) => error), timer.advance(slipHeldMs)])
    expect(failure).toMatchObject({ code: 'print_failed' })
  })

  it('gives a slip up when another one is asked for: one dialog at a time', async () => {
    const { slips, printer, timer } = await setUp()
    printer.print.mockImplementationOnce(untilAborted)
    const first = slips.print({ ...order, withPassword: false })
    await timer.advance(0)
    const second = slips.print({ ...order, withPassword: false })
    await expect(first).rejects.toMatchObject({ code: 'print_failed' })
    expect(await second).toEqual({ isPrinted: true })
    // The end of the first one has not taken the second out of reach.
    printer.print.mockImplementationOnce(untilAborted)
    const third = slips.print({ ...order, withPassword: false })
    await timer.advance(0)
    slips.forgetEverything()
    await expect(third).rejects.toMatchObject({ code: 'print_failed' })
  })

  it('opens no dialog after a lock', async () => {
    const { slips, printer, save } = await setUp()
    printer.writePdf.mockImplementation(() => {
      slips.forgetEverything()
      return Promise.resolve(new Uint8Array())
    })
    await expect(slips.savePdf(order)).rejects.toMatchObject({ code: 'file_not_written' })
    expect(save).not.toHaveBeenCalled()
  })

  it('writes no file at a place that is chosen after a lock', async () => {
    const { slips, save } = await setUp()
    save.mockImplementation((_fileName, _bytes, signal) => {
      slips.forgetEverything()
      return signal.aborted ? Promise.reject(new Error('called off')) : Promise.resolve(true)
    })
    await expect(slips.savePdf(order)).rejects.toMatchObject({ code: 'file_not_written' })
  })

  it('is for an open desk only', async () => {
    const { slips, session, printer } = await setUp()
    session.lock()
    expect(() => slips.print({ ...order, withPassword: false })).toThrow(expect.objectContaining({ code: 'locked' }))
    expect(() => slips.savePdf(order)).toThrow(expect.objectContaining({ code: 'locked' }))
    expect(printer.print).not.toHaveBeenCalled()
  })
})
