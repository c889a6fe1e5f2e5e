import { describe, expect, it } from 'vitest'
import { createWindowMemory, keepAfterMs } from '../../../src-main/windows/window-memory.ts'
import { placeWindow, type Rectangle, type WindowState } from '../../../src-main/windows/window-place.ts'
import { createManualTimer } from '../../support/manual-timer.ts'

const rectangle = (x: number, y: number, width: number, height: number): Rectangle => ({ x, y, width, height })
const saved = (x: number, y: number, width = 1280, height = 800): WindowState => ({
  ...rectangle(x, y, width, height),
  isMaximised: false,
})
const left = rectangle(0, 0, 1920, 1040)
const right = rectangle(1920, 0, 2560, 1400)
const above = rectangle(0, -1080, 1920, 1080)

describe('where the window opens', () => {
  it.each<[string, WindowState | undefined, readonly Rectangle[], object]>([
    ['nothing is kept: the first size, where the system likes', undefined, [left], { width: 1280, height: 800 }],
    ['as it was left', saved(100, 50), [left], rectangle(100, 50, 1280, 800)],
    ['on the second display', saved(2500, 300), [left, right], rectangle(2500, 300, 1280, 800)],
    ['over two displays', saved(1300, 20), [left, right], rectangle(1300, 20, 1280, 800)],
    ['above the first one', saved(10, -1000), [left, above], rectangle(10, -1000, 1280, 800)],
    ['the second display is gone', saved(2500, 300), [left], rectangle(640, 240, 1280, 800)],
    ['the upper one is gone', saved(10, -1000), [left], rectangle(10, 0, 1280, 800)],
    ['two are gone: onto the nearest', saved(5000, 0), [left, right], rectangle(3200, 0, 1280, 800)],
    ['the display became smaller', saved(0, 0, 1900, 1000), [rectangle(0, 0, 1024, 700)], rectangle(0, 0, 1024, 700)],
    ['the title bar is out of reach', saved(100, -40), [left], rectangle(100, 0, 1280, 800)],
    ['never below the least size', saved(0, 0, 300, 200), [left], rectangle(0, 0, 800, 600)],
    ['a display smaller than that', saved(900, 0), [rectangle(0, 0, 640, 480)], rectangle(0, 0, 800, 600)],
    ['no display is known', saved(2500, 300), [], { width: 1280, height: 800 }],
  ])('%s', (_, state, workAreas, expected) =>
    expect(placeWindow(state, workAreas)).toEqual({ ...expected, isMaximised: false }),
  )

  it('stays maximised on the display that is left', () => {
    expect(placeWindow({ ...saved(2500, 300), isMaximised: true }, [left])).toMatchObject({ x: 640, isMaximised: true })
  })
})

/** A window that a test moves. */
function createWindow() {
  const listeners = new Map<string, () => void>()
  const state = { ...rectangle(10, 20, 1280, 800), isMaximised: false, isMinimised: false }
  const window = {
    isMaximized: () => state.isMaximised,
    isMinimized: () => state.isMinimised,
    getNormalBounds: () => rectangle(state.x, state.y, state.width, state.height),
    on(name: string, listener: () => void) {
      listeners.set(name, listener)
      return window
    },
  }
  return { window, state, emit: (name: string) => listeners.get(name)?.() }
}

describe('what is remembered of the window', () => {
  function setUp(kept?: unknown) {
    const written: unknown[] = []
    const timer = createManualTimer()
    const memory = createWindowMemory({ read: () => kept, write: (state) => written.push(state) }, timer)
    return { memory, timer, written, ...createWindow() }
  }

  it('is written once it rests, and at once when it is closed', async () => {
    const { memory, timer, written, window, state, emit } = setUp()
    memory.watch(window)
    for (state.x = 10; state.x < 60; state.x += 10) {
      emit('move')
      await timer.advance(keepAfterMs - 1)
    }
    expect(written).toEqual([])
    await timer.advance(1)
    expect(written).toEqual([{ ...rectangle(50, 20, 1280, 800), isMaximised: false }])
    state.isMaximised = true
    emit('maximize')
    emit('closed')
    expect(written.at(-1)).toMatchObject({ x: 60, isMaximised: true })
    await timer.advance(keepAfterMs)
    expect(written).toHaveLength(2)
  })

  it('is not the state of a window that was put away', async () => {
    const { memory, timer, written, window, state, emit } = setUp()
    memory.watch(window)
    state.isMinimised = true
    emit('resize')
    emit('close')
    await timer.advance(keepAfterMs)
    expect(written).toEqual([])
  })

  it.each([
    undefined,
    {},
    { width: 1e9, height: 1 },
    { ...saved(0, 0), more: 1 },
    { ...saved(0, 0), x: 'left' },
    { ...saved(0, 0), x: 0.5 },
  ])('is not believed when it cannot be: %j', (kept) =>
    expect(setUp(kept).memory.readPlace([left])).toEqual({ width: 1280, height: 800, isMaximised: false }),
  )
})
