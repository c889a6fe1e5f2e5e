import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { DeskBridge } from '../../src-shared/ipc/bridge.ts'
import { settingNames, settingsSchema, type SettingsView } from '../../src-shared/ipc/settings-schema.ts'
import { readTypedNumber } from '../../src-renderer/features/settings/model/typed-number.ts'
import { answer, createFakeDesk, refuse, type DeskOverrides, type FakeDeskStart } from '../support/fake-desk.ts'
import { administrator, info, loggedIn, offlineHistory, settings } from '../support/fake-desk-data.ts'
import { renderDesk } from '../support/render-desk.tsx'

beforeEach(() => sessionStorage.clear())
afterEach(cleanup)

const clipboardLabel = 'クリップボードを消去するまでの時間（秒）'

async function openSettings(overrides: DeskOverrides = {}, start: FakeDeskStart = {}) {
  const rendered = renderDesk({ sessionView: loggedIn(administrator), ...start }, overrides)
  await screen.findByRole('heading', { name: 'メニュー' })
  await rendered.user.keyboard('{Alt>}4{/Alt}')
  await screen.findByRole('heading', { name: '設定' })
  return rendered
}

/** Remembers what was asked to be saved. */
function watchUpdates() {
  const update = vi.fn<DeskBridge['app']['updateSettings']>(createFakeDesk().desk.app.updateSettings)
  return { app: { updateSettings: update }, saved: () => update.mock.calls.map(([change]) => change) }
}

test('the settings stand in groups under headings, in the order of the keyboard, in both languages', async () => {
  const { user } = await openSettings()
  const headings = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent)
  expect(headings()).toEqual(['表示', '安全', '仮パスワード', 'このPC'])
  for (const [name, labels] of [
    ['表示', ['言語', '配色', '一覧の行の高さ']],
    ['安全', ['自動ロックまでの時間（分）', clipboardLabel, 'ほかのウィンドウを使っている間は仮パスワードを隠す']],
    ['仮パスワード', ['仮パスワードの候補の長さを自分で決める', '電話での文字の言い換え', /^読み方を音声で/]],
  ] as const) {
    const group = within(screen.getByRole('region', { name }))
    for (const label of labels) expect(group.getByLabelText(label)).toBeTruthy()
  }
  const thisPc = within(screen.getByRole('region', { name: 'このPC' }))
  expect(thisPc.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent)).toEqual([
    '接続先',
    'このPCに保管するもの',
    '診断情報',
    'このアプリについて',
  ])
  // Nothing has an order of its own: what comes first in the page comes first for Tab.
  expect(document.querySelectorAll('main [tabindex]:not([tabindex="0"], [tabindex="-1"])')).toHaveLength(0)
  await user.click(screen.getByRole('radio', { name: 'English' }))
  await waitFor(() => expect(headings()).toEqual(['Display', 'Safety', 'Temporary passwords', 'This PC']))
})

describe('numbers', () => {
  test('are saved when they are committed, in full-width digits as well', async () => {
    const { app, saved } = watchUpdates()
    const { user } = await openSettings({ app })
    const field = screen.getByLabelText(clipboardLabel)
    await user.clear(field)
    await user.type(field, '３０')
    expect(saved()).toEqual([])
    await user.tab()
    expect(saved()).toEqual([{ clipboardSeconds: 30 }])
    await waitFor(() => expect(field).toHaveProperty('value', '30'))
    expect(screen.getByText('設定を保存しました。')).toBeTruthy()
    await user.click(field)
    await user.keyboard('{ArrowUp}')
    expect(saved().at(-1)).toEqual({ clipboardSeconds: 31 })
  })

  test('that cannot be stay as typed, with the reason; nothing is saved', async () => {
    const { app, saved } = watchUpdates()
    const { user } = await openSettings({ app })
    const field = screen.getByLabelText(clipboardLabel)
    for (const typed of ['9', '301', 'abc', '10.5', '']) {
      await user.clear(field)
      if (typed !== '') await user.type(field, typed)
      await user.keyboard('{Enter}')
      expect(field).toHaveProperty('value', typed)
      expect(field.getAttribute('aria-invalid')).toBe('true')
      expect(screen.getByText('10 から 300 までの整数を入力してください。まだ保存していません。')).toBeTruthy()
    }
    await user.tab()
    expect(field).toHaveProperty('value', '')
    // Typing what holds already takes the reason away.
    await user.type(field, '60{Enter}')
    expect(field).toHaveProperty('value', '60')
    expect(screen.queryByText(/までの整数/)).toBeNull()
    expect(saved()).toEqual([])
  })

  test('have the bounds of the contract', async () => {
    await openSettings()
    const { clipboardSeconds, autoLockMinutes } = settingsSchema.shape
    for (const [label, { minValue, maxValue }] of [
      [clipboardLabel, clipboardSeconds],
      ['自動ロックまでの時間（分）', autoLockMinutes],
    ] as const) {
      const field = screen.getByLabelText(label)
      expect(field.getAttribute('aria-valuemin')).toBe(String(minValue))
      expect(field.getAttribute('aria-valuemax')).toBe(String(maxValue))
    }
  })

  test.each([
    [' 60 ', 60],
    ['１０', 10],
    ['010', 10],
    ['+60', undefined],
    ['0x20', undefined],
    ['六十', undefined],
    ['9999999999999', undefined],
  ])('%j is read as %j', (text, value) => {
    expect(readTypedNumber(text, 10, 300)).toBe(value)
  })

  test('that could not be saved are told of, and the old one stands', async () => {
    const { user } = await openSettings({ app: { updateSettings: () => refuse('file_not_written') } })
    const field = screen.getByLabelText(clipboardLabel)
    await user.clear(field)
    await user.type(field, '30{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('file_not_written')
    expect(field).toHaveProperty('value', '60')
  })
})

test('covering the temporary password is switched on and off', async () => {
  const { app, saved } = watchUpdates()
  const { user } = await openSettings({ app })
  await user.click(screen.getByLabelText('ほかのウィンドウを使っている間は仮パスワードを隠す'))
  expect(saved()).toEqual([{ hideOnBlur: true }])
})

test('what helps on the phone is chosen here, and how long suggestions are: as the organisation has it, or a number', async () => {
  const { app, saved } = watchUpdates()
  const { user } = await openSettings({ app })
  await user.click(screen.getByRole('radio', { name: 'アルファ（NATO）' }))
  await user.click(screen.getByLabelText('読み方を音声で読み上げるボタンを表示する'))
  await user.click(screen.getByRole('radio', { name: '詰める' }))
  await user.click(screen.getByRole('radio', { name: 'ハイコントラスト' }))
  expect(screen.queryByLabelText('仮パスワードの候補の文字数')).toBeNull()
  await user.click(screen.getByLabelText('仮パスワードの候補の長さを自分で決める'))
  const length = await screen.findByLabelText('仮パスワードの候補の文字数')
  expect([length.getAttribute('aria-valuemin'), length.getAttribute('aria-valuemax')]).toEqual(['10', '32'])
  await user.clear(length)
  await user.type(length, '20{Enter}')
  await user.click(screen.getByLabelText('仮パスワードの候補の長さを自分で決める'))
  expect(saved()).toEqual([
    { verbalAlphabet: 'nato' },
    { speaksAloud: true },
    { density: 'compact' },
    { theme: 'high-contrast' },
    { passwordLength: 16 },
    { passwordLength: 20 },
    { passwordLength: null },
  ])
})

describe('what the organisation has fixed', () => {
  const view: SettingsView = {
    values: settings,
    locked: settingNames.slice(),
    hasUnreadableRules: true,
  }

  test('is shown and cannot be changed; the reason belongs to each control for screen readers', async () => {
    await openSettings({ app: { readSettings: () => answer(view) } })
    const controls = [
      screen.getByRole('radiogroup', { name: '言語' }),
      screen.getByRole('radiogroup', { name: '配色' }),
      screen.getByLabelText(clipboardLabel),
      screen.getByLabelText('自動ロックまでの時間（分）'),
      screen.getByLabelText('ほかのウィンドウを使っている間は仮パスワードを隠す'),
      screen.getByRole('radiogroup', { name: '一覧の行の高さ' }),
      screen.getByRole('radiogroup', { name: '電話での文字の言い換え' }),
      screen.getByLabelText('読み方を音声で読み上げるボタンを表示する'),
      screen.getByLabelText('仮パスワードの候補の長さを自分で決める'),
    ]
    for (const control of controls) {
      const reason = document.getElementById(control.getAttribute('aria-describedby') ?? '')
      expect(reason?.textContent).toBe('組織で決められています。')
    }
    const inputs = controls.flatMap((control) =>
      control instanceof HTMLInputElement ? [control] : [...control.querySelectorAll('input')],
    )
    expect(inputs.map((input) => input.disabled)).toEqual(inputs.map(() => true))
    expect(screen.getByText(/^組織の設定の一部を読み取れません。/)).toBeTruthy()
  })

  test('is not offered where only the language could be chosen', async () => {
    renderDesk({}, { app: { readSettings: () => answer(view) } })
    await screen.findByRole('heading', { name: 'ログイン' })
    expect(screen.queryByRole('button', { name: 'English' })).toBeNull()
  })

  test('takes hold at once when the main process tells of it', async () => {
    const { emit } = await openSettings()
    act(() => emit('settingsChanged', { ...view, values: { ...settings, clipboardSeconds: 20 } }))
    expect(screen.getByLabelText(clipboardLabel)).toMatchObject({ value: '20', disabled: true })
  })
})

describe('what is kept on this PC', () => {
  const inMemory = { app: { readInfo: () => answer({ ...info, storage: 'memory' } as const) } }

  test('says where, how much, as of when and until when', async () => {
    const view = {
      kept: 'disk',
      entries: 1234,
      asOf: '2026-11-23T01:00:00.000Z',
      keptUntil: '2026-12-23T01:00:00.000Z',
    } as const
    const { emit } = await openSettings({ offlineHistory: { read: () => answer(view) } })
    const card = within(screen.getByRole('region', { name: 'このPCに保管するもの' }))
    for (const text of ['暗号化してこのPCに保存', '1234 件', /時点$/, /^サーバーにつながらなければ .*に消去$/])
      expect(card.getByText(text)).toBeTruthy()
    act(() => emit('offlineHistoryChanged', { ...offlineHistory, kept: 'none' }))
    expect(card.getByText('ありません')).toBeTruthy()
  })

  test('is told on every screen when nothing outlives the app, until it is dismissed for this run (E36)', async () => {
    const notice = /安全な保管場所がないため/
    const { user } = renderDesk({ sessionView: loggedIn(administrator) }, inMemory)
    await screen.findByText(notice)
    await user.click(screen.getByRole('button', { name: 'この案内を閉じる' }))
    expect(screen.queryByText(notice)).toBeNull()
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'メニュー' }))
    cleanup()
    // The page after a lock is another one, of the same run.
    const again = renderDesk({ sessionView: loggedIn(administrator) }, inMemory)
    await screen.findByRole('heading', { name: 'メニュー' })
    expect(screen.queryByText(notice)).toBeNull()
    await again.user.keyboard('{Alt>}4{/Alt}')
    expect(await screen.findAllByText(notice)).toHaveLength(1)
  })

  test('is not warned of where there is a keychain', async () => {
    await openSettings()
    expect(screen.queryByText(/安全な保管場所がないため/)).toBeNull()
  })
})

describe('diagnostics', () => {
  const open = async (overrides: DeskOverrides = {}) => {
    const rendered = await openSettings(overrides)
    await rendered.user.click(screen.getByRole('button', { name: '診断情報を確かめる' }))
    return { ...rendered, content: await screen.findByLabelText('保存する内容') }
  }

  test('are shown before they are saved (E46)', async () => {
    const save = vi.fn<DeskBridge['diagnostics']['save']>(() => answer({ isSaved: true }))
    const { user, content } = await open({ diagnostics: { save } })
    expect(content).toMatchObject({ value: 'version 0.1.0', readOnly: true })
    expect(document.activeElement).toBe(content)
    expect(save).not.toHaveBeenCalled()
    await user.click(screen.getByRole('button', { name: 'ファイルに保存' }))
    expect(await screen.findByText('診断情報を保存しました。')).toBeTruthy()
    expect(screen.queryByLabelText('保存する内容')).toBeNull()
  })

  test('stay open when no place was chosen, and say when they could not be saved', async () => {
    const save = vi.fn<DeskBridge['diagnostics']['save']>()
    save.mockReturnValueOnce(answer({ isSaved: false })).mockReturnValueOnce(refuse('file_not_written'))
    const { user } = await open({ diagnostics: { save } })
    await user.click(screen.getByRole('button', { name: 'ファイルに保存' }))
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'ファイルに保存' })).toMatchObject({ disabled: false }),
    )
    expect(screen.getByLabelText('保存する内容')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'ファイルに保存' }))
    expect((await screen.findByRole('alert')).textContent).toContain('file_not_written')
    await user.click(screen.getByRole('button', { name: 'キャンセル' }))
    expect(screen.queryByLabelText('保存する内容')).toBeNull()
    expect(screen.queryByText('診断情報を保存しました。')).toBeNull()
  })

  test('keep the focus, the text included', async () => {
    const { user, content } = await open()
    await user.tab({ shift: true })
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'キャンセル' }))
    fireEvent.keyDown(screen.getByRole('button', { name: 'キャンセル' }), { key: 'Tab' })
    expect(document.activeElement).toBe(content)
  })
})

describe('updates (E45)', () => {
  test('are not mentioned where the organisation has configured none', async () => {
    await openSettings()
    expect(screen.queryByRole('button', { name: '更新を確かめる' })).toBeNull()
  })

  test('are looked for and installed from the settings', async () => {
    const install = vi.fn<DeskBridge['updates']['install']>(() => answer({ state: 'ready', version: '0.2.0' }))
    const { user, emit } = await openSettings({
      updates: {
        read: () => answer({ state: 'current', version: null }),
        check: () => answer({ state: 'checking', version: null }),
        install,
      },
    })
    expect(await screen.findByText('このアプリは最新です。')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: '更新を確かめる' }))
    expect(await screen.findByText('更新を確かめています…')).toBeTruthy()
    act(() => emit('updateChanged', { state: 'ready', version: '0.2.0' }))
    expect(await screen.findByText('バージョン 0.2.0 を導入できます。')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: '再起動して導入' }))
    expect(install).toHaveBeenCalledOnce()
  })
})
