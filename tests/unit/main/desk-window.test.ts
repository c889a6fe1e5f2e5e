import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createContentProtectionService } from '../../../src-main/services/content-protection-service.ts'

const opened = vi.hoisted((): { window: object } => ({ window: {} }))
vi.mock('electron', () => ({}))
vi.mock('../../../src-main/windows/main-window.ts', () => ({ openMainWindow: () => opened.window }))
const { createDeskWindow } = await import('../../../src-main/windows/desk-window.ts')

function openWindow() {
  const contents = Object.assign(new EventEmitter(), { reload: vi.fn(), send: vi.fn() })
  const setContentProtection = vi.fn<(isOn: boolean) => void>()
  const emitter = new EventEmitter()
  opened.window = Object.assign(emitter, {
    webContents: contents,
    setContentProtection,
    isDestroyed: () => false,
  })
  const window = createDeskWindow({
    readPlace: () => ({ width: 1280, height: 800, isMaximised: false }),
    watch: () => undefined,
  })
  window.open('preload')
  return { window, contents, setContentProtection, show: () => emitter.emit('ready-to-show') }
}
beforeEach(() => void (opened.window = {}))

describe('S-14: the window of the desk (E39)', () => {
  it('stays out of captures until the new page is there: the old one is on the screen for a moment still', () => {
    const { window, contents, setContentProtection } = openWindow()
    const protection = createContentProtectionService(window)
    protection.notePage(true)
    window.reloadPage()
    expect(contents.reload).toHaveBeenCalledOnce()
    expect(setContentProtection.mock.calls).toEqual([[true]])
    contents.emit('did-finish-load')
    expect(setContentProtection).toHaveBeenLastCalledWith(false)
    protection.noteSecret('one', true)
    protection.noteSecret('one', false)
    expect(setContentProtection).toHaveBeenLastCalledWith(false)
  })

  it('stays out of captures while a password is held, though its page was loaded anew', () => {
    const { window, contents, setContentProtection } = openWindow()
    createContentProtectionService(window).noteSecret('one', true)
    window.reloadPage()
    contents.emit('did-finish-load')
    expect(setContentProtection).toHaveBeenLastCalledWith(true)
  })

  it('is let into captures again when the page that asked to stay out has crashed', () => {
    const { window, contents, setContentProtection } = openWindow()
    createContentProtectionService(window).notePage(true)
    contents.emit('render-process-gone')
    expect(setContentProtection).toHaveBeenLastCalledWith(false)
  })

  it('tells when its page has crashed or it was closed: secrets have to go', () => {
    const { window, contents } = openWindow()
    const onLost = vi.fn()
    window.onLost(onLost)
    contents.emit('render-process-gone')
    expect(onLost).toHaveBeenCalledOnce()
    expect(contents.reload).toHaveBeenCalledOnce()
  })

  it('tells once when there is something of the first page to see', () => {
    const { window, show } = openWindow()
    const onShown = vi.fn()
    window.onShown(onShown)
    expect(onShown).not.toHaveBeenCalled()
    show()
    show()
    expect(onShown).toHaveBeenCalledOnce()
  })
})
