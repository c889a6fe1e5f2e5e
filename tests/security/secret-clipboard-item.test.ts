import { describe, expect, it } from 'vitest'
import { buildSecretClipboardItem } from '../../src-main/security/secret-clipboard-item.ts'

const secret = 'mXacknvU7Qwe'
const systemFormat = (name: string) => `electron application/osclipboard;format="${name}"`
const bytes = (...values: number[]) => new Uint8Array(values)

describe('S-08: a temporary password on the clipboard', () => {
  it('asks Windows in all three ways to keep it out of history and cloud (E30)', () => {
    expect(buildSecretClipboardItem('win32', secret)).toEqual({
      'text/plain': secret,
      [systemFormat('ExcludeClipboardContentFromMonitorProcessing')]: bytes(0x31),
      [systemFormat('CanIncludeInClipboardHistory')]: bytes(0, 0, 0, 0),
      [systemFormat('CanUploadToCloudClipboard')]: bytes(0, 0, 0, 0),
    })
  })

  it('is concealed and passing for the managers of macOS (E31)', () => {
    expect(buildSecretClipboardItem('darwin', secret)).toEqual({
      'text/plain': secret,
      [systemFormat('org.nspasteboard.ConcealedType')]: bytes(),
      [systemFormat('org.nspasteboard.TransientType')]: bytes(),
    })
  })

  it('carries the hint that KDE and others honour on Linux (E32)', () => {
    expect(buildSecretClipboardItem('linux', secret)).toEqual({
      'text/plain': secret,
      'x-kde-passwordManagerHint': new TextEncoder().encode('secret'),
    })
  })

  it('is plain text where nothing is known', () => {
    expect(buildSecretClipboardItem('freebsd', secret)).toEqual({ 'text/plain': secret })
  })
})
