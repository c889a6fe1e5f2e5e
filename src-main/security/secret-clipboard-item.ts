/** One clipboard entry: the text, and the marks that keep it out of clipboard histories, by the type they are written as. */
export type SecretClipboardItem = Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>

/** A format of the operating system’s own, by the name that Electron 44 and later write verbatim (E29). */
const systemFormat = (name: string): string => `electron application/osclipboard;format="${name}"`

const nothing = (): Uint8Array<ArrayBuffer> => new Uint8Array(0)
/** A Windows DWORD of 0: “no”. */
const no = (): Uint8Array<ArrayBuffer> => new Uint8Array(4)
const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value)

/** What each system, or the managers on it, look for before they keep what was copied. */
const marksOf: Partial<Record<NodeJS.Platform, () => SecretClipboardItem>> = {
  // E30: Microsoft, “Cloud Clipboard and Clipboard History Formats”. The first stands for both others, but not every
  // manager knows it; what it holds does not matter, only that it is there.
  win32: () => ({
    [systemFormat('ExcludeClipboardContentFromMonitorProcessing')]: text('1'),
    [systemFormat('CanIncludeInClipboardHistory')]: no(),
    [systemFormat('CanUploadToCloudClipboard')]: no(),
  }),
  // E31: nspasteboard.org.
  darwin: () => ({
    [systemFormat('org.nspasteboard.ConcealedType')]: nothing(),
    [systemFormat('org.nspasteboard.TransientType')]: nothing(),
  }),
  // E32: KDE’s Klipper and those that follow it; KeePassXC writes the same.
  linux: () => ({ 'x-kde-passwordManagerHint': text('secret') }),
}

/** A temporary password with the marks of `platform`, to be written in one piece: marks that came later would come too late. */
export const buildSecretClipboardItem = (platform: NodeJS.Platform, secret: string): SecretClipboardItem => ({
  'text/plain': secret,
  ...marksOf[platform]?.(),
})
