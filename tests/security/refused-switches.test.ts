import { describe, expect, it } from 'vitest'
import { findRefusedSwitch } from '../../src-main/security/refused-switches.ts'

describe('S-11: the command line of an installed app (E42)', () => {
  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-port',
    '--remote-debugging-pipe',
    ' --remote-debugging-port=9222',
    '--remote-debugging-pipe\t',
    '-remote-debugging-port=0',
    '/remote-debugging-port=0',
    '--Remote-Debugging-Port=1',
    '--remote-allow-origins=*',
    '--inspect',
    '--inspect-brk=0.0.0.0:9229',
    '--inspect-publish-uid=http',
    '--js-flags=--expose-gc',
    '--load-extension=/tmp/x',
    '--disable-web-security',
    '--ignore-certificate-errors',
    '--ignore-certificate-errors-spki-list=x',
    '--host-rules=MAP * 127.0.0.1',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--proxy-server=evil.example:80',
    '--proxy-pac-url=http://evil.example/',
    '--ssl-key-log-file=/tmp/keys',
    '--log-net-log=/tmp/net.json',
    '--enable-logging=file',
    '--renderer-cmd-prefix=xterm',
    '--zygote-cmd-prefix=xterm',
    '--browser-subprocess-path=/tmp/another-program',
    '--use-mock-keychain',
  ])('%s is refused', (argument) => {
    expect(findRefusedSwitch(['/opt/Saihakko Desk/saihakko-desk', '.', argument])).toBe(argument)
  })

  it.each([
    [[]],
    [['--fresh', '--trial']],
    [['--no-sandbox']],
    [['--lang=ja', '--force-device-scale-factor=2', '--ozone-platform=wayland']],
    [['/usr/bin/inspect', 'inspect', 'remote-debugging-port']],
    [['--process-start-args=x']],
  ])('%j is not', (argv) => {
    expect(findRefusedSwitch(['saihakko-desk', ...argv])).toBeUndefined()
  })
})
