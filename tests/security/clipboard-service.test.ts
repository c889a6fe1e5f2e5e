import { describe, expect, it, vi } from 'vitest'
import { createClipboardService } from '../../src-main/services/clipboard-service.ts'
import { createManualTimer } from '../support/manual-timer.ts'

const clipboardHeldMs = 60_000
const reissueId = '0b0c9f1e-6c7e-4d0e-9a59-0d6c1b8f2a11'

function setUp(readHoldMs = () => clipboardHeldMs) {
  let content = 'what the user had before'
  const clear = vi.fn(() => {
    content = ''
    return Promise.resolve()
  })
  const port = {
    writeSecret: (text: string) => {
      content = text
      return Promise.resolve()
    },
    read: () => Promise.resolve(content),
    clear,
  }
  const timer = createManualTimer()
  const onChanged = vi.fn()
  const clipboard = createClipboardService({
    clipboard: port,
    timer,
    readSecret: () => 'mXacknvU7Qwe',
    readHoldMs,
    onChanged,
  })
  return { port, timer, clipboard, onChanged, clear, content: () => content }
}

describe('S-09: clipboard service (E33)', () => {
  it('clears after 60 seconds when the clipboard is unchanged', async () => {
    const { clipboard, timer, content, onChanged } = setUp()
    expect(await clipboard.copy(reissueId)).toEqual({ reissueId, clearsAt: '2026-11-23T03:01:00.000Z' })
    expect(content()).toBe('mXacknvU7Qwe')
    await timer.advance(clipboardHeldMs - 1)
    expect(content()).toBe('mXacknvU7Qwe')
    await timer.advance(1)
    expect(content()).toBe('')
    expect(onChanged).toHaveBeenLastCalledWith({ reissueId: null, clearsAt: null })
  })

  it('leaves alone what somebody copied since', async () => {
    const { clipboard, port, timer, content, clear } = setUp()
    await clipboard.copy(reissueId)
    await port.writeSecret('a shopping list')
    await timer.advance(clipboardHeldMs)
    expect(content()).toBe('a shopping list')
    expect(clear).not.toHaveBeenCalled()
  })

  it('starts the time anew when copied again', async () => {
    const { clipboard, timer, content } = setUp()
    await clipboard.copy(reissueId)
    await timer.advance(clipboardHeldMs - 1_000)
    await clipboard.copy(reissueId)
    await timer.advance(clipboardHeldMs - 1_000)
    expect(content()).toBe('mXacknvU7Qwe')
    await timer.advance(1_000)
    expect(content()).toBe('')
  })

  it('holds it as long as the settings say at the moment of copying', async () => {
    let seconds = 20
    const { clipboard, timer, content } = setUp(() => seconds * 1_000)
    await clipboard.copy(reissueId)
    seconds = 300
    await timer.advance(20_000)
    expect(content()).toBe('')
    expect((await clipboard.copy(reissueId)).clearsAt).toBe('2026-11-23T03:05:20.000Z')
  })

  it('clears, and never writes a blank over it, which would stay in clipboard histories', async () => {
    const { clipboard, port, timer, clear } = setUp()
    const write = vi.spyOn(port, 'writeSecret')
    await clipboard.copy(reissueId)
    await timer.advance(clipboardHeldMs)
    expect(clear).toHaveBeenCalledOnce()
    expect(write).toHaveBeenCalledOnce()
  })

  it('clears at once when told (lock, quit), and does nothing when it holds nothing', async () => {
    const { clipboard, content, clear } = setUp()
    await clipboard.clearIfOurs()
    expect(clear).not.toHaveBeenCalled()
    await clipboard.copy(reissueId)
    await clipboard.clearIfOurs()
    expect(content()).toBe('')
    expect(clipboard.isHolding()).toBe(false)
  })

  it('a clear that falls into a copy takes place after it', async () => {
    const { clipboard, content } = setUp()
    const copied = clipboard.copy(reissueId)
    await clipboard.clearIfOurs()
    await copied
    expect(content()).toBe('')
    expect(clipboard.isHolding()).toBe(false)
  })

  it('tries again when the clipboard could not be read', async () => {
    const { clipboard, port, timer, content } = setUp()
    await clipboard.copy(reissueId)
    const { read } = port
    port.read = () => Promise.reject(new Error('busy'))
    await timer.advance(clipboardHeldMs)
    expect(clipboard.isHolding()).toBe(true)
    port.read = read
    await timer.advance(5_000)
    expect(content()).toBe('')
  })

  it('says so when there is no clipboard', async () => {
    const { clipboard, port } = setUp()
    port.writeSecret = () => Promise.reject(new Error('no display'))
    await expect(clipboard.copy(reissueId)).rejects.toMatchObject({ code: 'clipboard_unavailable' })
  })
})
