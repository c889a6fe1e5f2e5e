import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { aboutText } from '../../src-host/app/about-panel.ts'
import { resolveProxy } from '../../src-host/protocol/proxy-environment.ts'
import { createDialog } from '../../src-host/system/dialog.ts'
import { expect, test } from './sample-app.ts'

test('the proxy is that of the environment, as a PAC file would say it', () => {
  const env = {
    HTTPS_PROXY: 'http://person:secret@proxy.test:8080',
    http_proxy: 'plain.test',
    HTTP_PROXY: 'http://loses.test',
    NO_PROXY: 'intern.test, .corp.test *.lab.test,odd.test:8443',
  }
  const answers = (address: string) => resolveProxy(address, env)
  expect(answers('https://desk.test/')).toBe('PROXY proxy.test:8080')
  expect(answers('wss://desk.test/')).toBe('PROXY proxy.test:8080')
  expect(answers('http://desk.test/')).toBe('PROXY plain.test:80')
  expect(answers('https://odd.test/')).toBe('PROXY proxy.test:8080') // another port
  expect(answers('https://notintern.test/')).toBe('PROXY proxy.test:8080')
  for (const host of ['intern.test', 'a.INTERN.test', 'a.corp.test', 'b.lab.test', 'odd.test:8443'])
    expect(answers(`https://${host}/x`), host).toBe('DIRECT')
  for (const host of ['localhost', 'api.localhost', '127.0.0.1', '[::1]'])
    expect(answers(`https://${host}:8443/`), host).toBe('DIRECT')
  expect(resolveProxy('https://desk.test/', {})).toBe('DIRECT')
  expect(resolveProxy('https://desk.test/', { ...env, no_proxy: '*' })).toBe('DIRECT')
  for (const [proxy, answer] of [
    ['https://p.test', 'HTTPS p.test:443'],
    ['socks5h://p.test', 'SOCKS5 p.test:1080'],
    ['socks4://p.test:9', 'SOCKS p.test:9'],
  ] as const)
    expect(resolveProxy('https://desk.test/', { ALL_PROXY: proxy })).toBe(answer)
  const unreadable = () => resolveProxy('https://desk.test/', { HTTPS_PROXY: 'gopher://x:secret@p.test' })
  expect(unreadable).toThrow(/^(?!.*secret).*cannot be read/)
})

/** A zenity that writes down what it is asked, and answers. */
async function withZenity(folder: string, script: string, act: () => Promise<void>) {
  const program = join(folder, 'zenity')
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > '${join(folder, 'asked')}'\n${script}\n`)
  chmodSync(program, 0o755)
  const before = process.env['PATH'] ?? ''
  process.env['PATH'] = `${folder}${delimiter}${before}`
  try {
    await act()
  } finally {
    process.env['PATH'] = before
  }
}
function ask(dialog: object, name: string, ...given: unknown[]): Promise<unknown> {
  const method: unknown = Reflect.get(dialog, name)
  if (typeof method !== 'function') throw new Error(`no dialog.${name}`)
  return Reflect.apply(method, dialog, given)
}

test('the save dialog gives the chosen file, or says that none was chosen', async ({ dataFolder }) => {
  test.skip(process.platform === 'win32', 'zenity is not on Windows')
  const dialog = createDialog(() => false)
  const options = {
    title: '保存',
    defaultPath: '/tmp/report.zip',
    filters: [
      { name: 'Archive', extensions: ['zip', 'tgz'] },
      { name: 'All', extensions: ['*'] },
    ],
  }
  await withZenity(dataFolder, "echo '/tmp/my report.zip'", async () => {
    const chosen = await ask(dialog, 'showSaveDialog', {}, options) // with a parent window
    expect(chosen).toEqual({ canceled: false, filePath: '/tmp/my report.zip' })
    expect(readFileSync(join(dataFolder, 'asked'), 'utf8').trim().split('\n')).toEqual([
      '--file-selection',
      '--save',
      '--confirm-overwrite',
      '--title=保存',
      '--filename=/tmp/report.zip',
      '--file-filter=Archive | *.zip *.tgz',
      '--file-filter=All | *',
    ])
  })
  await withZenity(dataFolder, 'exit 1', async () => {
    expect(await ask(dialog, 'showSaveDialog', options)).toEqual({ canceled: true, filePath: '' })
    const answer = await ask(dialog, 'showMessageBox', { message: 'Sure?', buttons: ['Yes', 'No'] })
    expect(answer).toEqual({ response: 1, checkboxChecked: false })
    const careful = { message: 'Sure?', buttons: ['Yes', 'No'], defaultId: 1, cancelId: 1 }
    expect(await ask(dialog, 'showMessageBox', careful)).toEqual({ response: 1, checkboxChecked: false })
    expect(readFileSync(join(dataFolder, 'asked'), 'utf8')).toMatch(/--cancel-label=No\n--default-cancel\n$/)
  })
  const before = process.env['PATH'] ?? ''
  process.env['PATH'] = join(dataFolder, 'nothing-here')
  try {
    await expect(ask(dialog, 'showSaveDialog', options)).rejects.toThrow('dialog.showSaveDialog without zenity')
  } finally {
    process.env['PATH'] = before
  }
})

test('the about panel says what the app has set, and nothing else', () => {
  expect(aboutText({})).toBe('')
  const options = { applicationName: 'Desk', applicationVersion: '1.2', copyright: '© us', authors: ['A', 'B'] }
  expect(aboutText(options)).toBe('Desk 1.2\n© us\nA, B')
})

test('crash reports stay here, dialogs need a display, the proxy is asked of the session (E46)', async ({
  desk,
  page,
  dataFolder,
}) => {
  test.skip((process.env['DISPLAY'] ?? '') !== '', 'with a display the dialogs are real windows')
  await expect(page).toHaveTitle('Host Sample')
  const result = await desk.evaluate(async ({ app, crashReporter, dialog, session }) => {
    const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
    const attempt = (act: () => void) => {
      try {
        act()
        return 'done'
      } catch (error) {
        return messageOf(error)
      }
    }
    app.setAboutPanelOptions({ applicationName: 'Desk' })
    process.env['HTTPS_PROXY'] = 'http://proxy.test:3128'
    return {
      own: attempt(() => crashReporter.start({ uploadToServer: false })),
      sent: attempt(() => crashReporter.start({ submitURL: 'https://crash.test/' })),
      uploads: [crashReporter.getUploadToServer(), crashReporter.getLastCrashReport()],
      about: attempt(() => app.showAboutPanel()),
      save: await dialog.showSaveDialog({}).then(String, messageOf),
      proxy: await session.defaultSession.resolveProxy('https://desk.test/'),
      paths: [app.getPath('crashDumps'), app.getPath('logs')],
    }
  })
  const says = (what: string) => `not supported by the Chromium host: ${what}`
  expect(result).toEqual({
    own: 'done',
    sent: says('crashReporter.start({ uploadToServer: true })'),
    uploads: [false, null],
    about: says('app.showAboutPanel without a display'),
    save: says('dialog.showSaveDialog without a display'),
    proxy: 'PROXY proxy.test:3128',
    paths: [join(dataFolder, 'Host Sample/Crashpad'), join(dataFolder, 'Host Sample/logs')],
  })
})
