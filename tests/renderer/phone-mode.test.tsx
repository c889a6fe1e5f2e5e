import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { findLocalVoice } from '../../src-renderer/features/reissue/model/local-voice.ts'
import { changeReading, isConfirmed, readingStart } from '../../src-renderer/features/reissue/model/reading-state.ts'
import { groupOfKey, moveByKey, stopsOf } from '../../src-renderer/features/reissue/model/step-through.ts'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { answer, refuse, type DeskOverrides, type FakeDeskStart } from '../support/fake-desk.ts'
import {
  administrator,
  detailOf,
  helpdesk,
  loggedIn,
  reissueId,
  settings,
  staff,
  suggestedPassword,
} from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

afterEach(() => {
  // First of all: what goes away still uses what was put in the place of others.
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** On the done screen, with everything that was told about handing over. */
async function openDone(start: FakeDeskStart = {}, overrides: DeskOverrides = {}) {
  const recordHandover = vi.fn<DeskBridge['reissues']['recordHandover']>(() => answer({}))
  const mayReissue = detailOf({ ...staff, state: 'active', passwordState: 'active' })
  const rendered = renderDesk(
    { sessionView: loggedIn(administrator), ...start },
    {
      place: {
        read: () => answer({ place: { screen: { name: 'reissue', userId: staff.userId }, search: noSearchMade } }),
      },
      users: { read: () => answer(mayReissue) },
      ...overrides,
      reissues: { recordHandover, ...overrides.reissues },
    },
  )
  const { user } = rendered
  const field = await screen.findByLabelText('新パスワード(半角英数32文字以内)', { selector: 'input' })
  await waitFor(() => expect(field).toHaveProperty('value', suggestedPassword))
  await user.type(field, '{Enter}')
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: '再発行' }))
  await screen.findByRole('heading', { name: '再発行完了' })
  return { ...rendered, told: () => recordHandover.mock.calls.map(([input]) => input) }
}
const noSearchMade = {
  typed: { userId: '', loginId: '', userName: '', memberId: '', memberName: '' },
  submitted: null,
  position: null,
}
const phoneButton = () => screen.getByRole('button', { name: '読み上げ用表示' })
const current = () => document.querySelector('.reading-now strong')?.textContent
const announced = () =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join(' ')

describe('stepping through (U12)', () => {
  test('pauses after each group, the last and shorter one as well', () => {
    expect(stopsOf(6).map((stop) => (stop.at === 'pause' ? `|${stop.group}` : stop.index))).toEqual([
      0,
      1,
      2,
      3,
      '|0',
      4,
      5,
      '|1',
    ])
  })

  test.each([
    ['ArrowRight', 4, 5],
    [' ', 7, 7],
    ['ArrowLeft', 0, 0],
    ['Home', 5, 0],
    ['End', 0, 7],
    ['Escape', 3, undefined],
  ])('%j from %i leads to %s', (key, from, to) => {
    expect(moveByKey(key, from, 8)).toBe(to)
  })

  test('a digit ticks a group that there is', () => {
    expect(['1', '2', '3', '0', '9', 'a'].map((key) => groupOfKey(key, 2))).toEqual([0, 1, ...Array(4)])
  })

  test('ticking the awaited group goes on; ticking again takes it back; all ticked is confirmed', () => {
    const length = 8
    const atPause = { ...readingStart, stop: 4 }
    const ticked = changeReading(atPause, { type: 'tick', group: 0, length })
    expect([ticked.stop, isConfirmed(ticked, 2)]).toEqual([5, false])
    expect(changeReading(ticked, { type: 'tick', group: 0, length })).toEqual({ stop: 5, repeated: new Set() })
    const all = changeReading(ticked, { type: 'tick', group: 1, length })
    expect([all.stop, isConfirmed(all, 2)]).toEqual([5, true])
  })
})

test('a voice has to be of the language and of this PC: any other is sent what it says', () => {
  const voice = (lang: string, localService: boolean, isDefault = false) => ({ lang, localService, default: isDefault })
  expect(findLocalVoice([voice('ja-JP', false, true), voice('en-US', true)], 'ja')).toBeUndefined()
  expect(findLocalVoice([voice('en-US', true), voice('en-GB', true, true)], 'en')?.lang).toBe('en-GB')
})

describe('読み上げ用表示', () => {
  test('shows groups of four, names every character by its reading, and is told of once (U9, U11, U19)', async () => {
    const { user, told } = await openDone()
    expect(told()).toEqual([])
    await user.click(phoneButton())
    const secret = document.querySelector('.secret')
    expect(secret?.textContent).toBe(suggestedPassword)
    expect([...(secret?.children ?? [])].map((group) => group.textContent)).toEqual(['mXac', 'knvU', '7Qwe'])
    const list = within(screen.getByRole('list', { name: '1文字ずつの読み方' }))
    const characters = list.getAllByRole('button')
    for (const [index, name] of [
      [0, '小文字のm メキシコのm'],
      [1, '大文字のX エックス線のX'],
      [8, '数字の7 なな'],
    ] as const)
      expect(list.getByRole('button', { name })).toBe(characters[index])
    await user.click(phoneButton())
    await user.click(phoneButton())
    expect(told()).toEqual([{ reissueId, kind: 'read_aloud' }])
  })

  test('is stepped through by key, announces places and never a character', async () => {
    const { user } = await openDone()
    await user.click(phoneButton())
    expect(current()).toBe('小文字のm メキシコのm')
    await user.keyboard('{ArrowRight}')
    expect(current()).toBe('大文字のX エックス線のX')
    expect(announced()).toContain('2 文字目')
    await user.keyboard(' {ArrowRight} ')
    expect(current()).toContain('復唱してもらってください')
    expect(announced()).toContain('1組目の終わりです')
    await user.keyboard('1')
    expect(current()).toBe('小文字のk キングのk')
    await user.keyboard('{End}')
    expect(announced()).toContain('3組目の終わりです')
    await user.keyboard('{Home}{Escape}x')
    expect(current()).toBe('小文字のm メキシコのm')
    expect(announced()).not.toMatch(/メキシコ|小文字|mXac/)
  })

  test('ticks by key and by mouse; all of them tell that it was confirmed, once (U12)', async () => {
    const { user, told } = await openDone()
    await user.click(phoneButton())
    await user.keyboard('1{Control>}2{/Control}')
    await user.click(screen.getByRole('checkbox', { name: '2組目の復唱OK' }))
    expect(told().map(({ kind }) => kind)).toEqual(['read_aloud'])
    await user.keyboard('3')
    expect(screen.getAllByText('すべての組の復唱を確かめました。').length).toBeGreaterThan(0)
    await user.keyboard('33')
    expect(told().map(({ kind }) => kind)).toEqual(['read_aloud', 'confirmed'])
  })

  test('is open at once for the helpdesk, and its keys work from the heading', async () => {
    const { user, told } = await openDone({ sessionView: loggedIn(helpdesk) })
    expect(phoneButton().getAttribute('aria-pressed')).toBe('true')
    expect(told()).toEqual([{ reissueId, kind: 'read_aloud' }])
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: '再発行完了' }))
    // A digit alone acts only where the focus is in the reading (WCAG 2.1.4).
    await user.keyboard('{ArrowRight}1')
    expect(current()).toBe('大文字のX エックス線のX')
    expect(screen.getByRole('checkbox', { name: '1組目の復唱OK' })).toHaveProperty('checked', false)
  })

  test('covered, nothing of it is in the page; uncovered, it goes on where it was', async () => {
    const { user } = await openDone()
    await user.click(phoneButton())
    await user.keyboard('1{ArrowRight}')
    await user.click(screen.getByRole('button', { name: '隠す' }))
    expect(document.querySelector('.phone-mode')).toBeNull()
    expect(document.body.textContent).not.toMatch(/メキシコ|mXac/)
    await user.click(screen.getByRole('button', { name: '表示する' }))
    expect(current()).toBe('大文字のX エックス線のX')
    expect(screen.getByRole('checkbox', { name: '1組目の復唱OK' })).toHaveProperty('checked', true)
  })

  test('is not covered while somebody is reading, and is a minute after (E39)', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const { user } = await openDone()
    await user.click(phoneButton())
    await vi.advanceTimersByTimeAsync(50_000)
    await user.keyboard('{ArrowRight}')
    await vi.advanceTimersByTimeAsync(50_000)
    expect(document.querySelector('.phone-mode')).not.toBeNull()
    await vi.advanceTimersByTimeAsync(15_000)
    await waitFor(() => expect(document.querySelector('.phone-mode')).toBeNull())
  })

  test('copying anything in it goes the way of the button (U11, E34)', async () => {
    const copy = vi.fn<DeskBridge['clipboard']['copyTemporaryPassword']>(({ reissueId: id }) =>
      answer({ reissueId: id, clearsAt: null }),
    )
    const { user } = await openDone({}, { clipboard: { copyTemporaryPassword: copy } })
    await user.click(phoneButton())
    // False: the page has prevented what the browser would do.
    expect(fireEvent.copy(screen.getByRole('list', { name: '1文字ずつの読み方' }))).toBe(false)
    await waitFor(() => expect(copy).toHaveBeenCalledWith({ reissueId }))
  })

  test('switches the words in place and keeps the choice', async () => {
    const view = { values: settings, locked: [], hasUnreadableRules: false }
    const update = vi.fn<DeskBridge['app']['updateSettings']>(() =>
      answer({ ...view, values: { ...settings, verbalAlphabet: 'nato' } }),
    )
    const { user } = await openDone({}, { app: { updateSettings: update } })
    await user.click(phoneButton())
    await user.click(screen.getByRole('radio', { name: 'アルファ（NATO）' }))
    await waitFor(() => expect(current()).toBe('小文字のm マイク'))
    expect(update).toHaveBeenCalledWith({ verbalAlphabet: 'nato' })
  })

  test('a failure to note it in the history is told, and can be tried again', async () => {
    const record = vi.fn<DeskBridge['reissues']['recordHandover']>(() => answer({}))
    record.mockImplementationOnce(() => refuse('server_unreachable'))
    const { user } = await openDone({}, { reissues: { recordHandover: record } })
    await user.click(phoneButton())
    expect((await screen.findByRole('alert')).textContent).toContain('履歴に残せませんでした')
    await user.click(screen.getByRole('button', { name: 'もう一度' }))
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
    expect(record).toHaveBeenCalledTimes(2)
  })

  test('leaving asks nothing once it was shown for reading', async () => {
    const { user } = await openDone()
    await user.click(phoneButton())
    await user.click(screen.getByRole('button', { name: '閉じる' }))
    expect(await screen.findByRole('heading', { name: 'メニュー' })).toBeTruthy()
  })
})

describe('speech', () => {
  const stubSpeech = (voices: readonly { lang: string; localService: boolean; default: boolean }[]) => {
    const speech = Object.assign(new EventTarget(), { getVoices: () => voices, speak: vi.fn(), cancel: vi.fn() })
    vi.stubGlobal('speechSynthesis', speech)
    vi.stubGlobal(
      'SpeechSynthesisUtterance',
      class {
        readonly text: string
        constructor(text: string) {
          this.text = text
        }
      },
    )
    return speech
  }
  const local = { lang: 'ja-JP', localService: true, default: true }

  test('is off by default', async () => {
    stubSpeech([local])
    const { user } = await openDone()
    await user.click(phoneButton())
    expect(screen.queryByRole('button', { name: /音声で読む/ })).toBeNull()
  })

  test('says the current reading, and falls silent when it is covered', async () => {
    const speech = stubSpeech([local])
    const { user } = await openDone({ settings: { speaksAloud: true } })
    await user.click(phoneButton())
    await user.click(screen.getByRole('button', { name: '音声で読む' }))
    expect(speech.speak).toHaveBeenCalledWith(expect.objectContaining({ text: '小文字のエム、メキシコのエム' }))
    speech.cancel.mockClear()
    await user.click(screen.getByRole('button', { name: '隠す' }))
    expect(speech.cancel).toHaveBeenCalled()
  })

  test('is refused where the only voice would send the text away', async () => {
    const speech = stubSpeech([{ ...local, localService: false }])
    const { user } = await openDone({ settings: { speaksAloud: true } })
    await user.click(phoneButton())
    await user.click(screen.getByRole('button', { name: /使える音声がありません/ }))
    expect(speech.speak).not.toHaveBeenCalled()
  })
})

describe('copying', () => {
  test('Ctrl+C with nothing selected copies; again, it is announced in other words (U15)', async () => {
    const { user } = await openDone()
    await user.keyboard('{Control>}c{/Control}')
    await waitFor(() => expect(announced()).toMatch(/ コピーしました。/))
    await user.keyboard('{Control>}c{/Control}')
    await waitFor(() => expect(announced()).toMatch(/もう一度コピーしました（2 回目）。/))
    expect(announced()).not.toContain(suggestedPassword)
    expect(screen.getByRole('button', { name: 'コピー' }).getAttribute('aria-keyshortcuts')).toContain('Control+C')
  })

  test('with something selected it copies that, as everywhere', async () => {
    const copy = vi.fn<DeskBridge['clipboard']['copyTemporaryPassword']>(() => refuse('clipboard_unavailable'))
    const { user } = await openDone({}, { clipboard: { copyTemporaryPassword: copy } })
    window.getSelection()?.selectAllChildren(screen.getByRole('heading', { name: '再発行完了' }))
    await user.keyboard('{Control>}c{/Control}')
    expect(copy).not.toHaveBeenCalled()
  })

  test('with the whole page selected it is the password that is copied, the safe way (E33)', async () => {
    const copy = vi.fn<DeskBridge['clipboard']['copyTemporaryPassword']>(() => refuse('clipboard_unavailable'))
    const { user } = await openDone({}, { clipboard: { copyTemporaryPassword: copy } })
    window.getSelection()?.selectAllChildren(document.body)
    await user.keyboard('{Control>}c{/Control}')
    expect(copy).toHaveBeenCalledOnce()
    expect(fireEvent.dragStart(document.body)).toBe(false)
  })
})

test('the done screen says that it is in force, until when, and how long that is (U8)', async () => {
  await openDone()
  expect(screen.getByText('2026年11月24日(火) 23:59 まで有効（日本時間）')).toBeTruthy()
  expect(screen.getByText('あと 37 時間')).toBeTruthy()
  expect(screen.getByText(/すでに有効です/)).toBeTruthy()
})
