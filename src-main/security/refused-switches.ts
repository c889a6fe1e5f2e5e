/**
 * Command-line switches that let whoever starts the app look into it or weaken it: a debugger, another code, other
 * rules for the network. Names without dashes; a trailing `*` stands for any ending.
 */
const refused = [
  'remote-debugging-*',
  'remote-allow-origins',
  'inspect*',
  'debug*',
  'js-flags',
  'load-extension',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-file-access-from-files',
  'ignore-certificate-errors*',
  'allow-insecure-localhost',
  'host-rules',
  'host-resolver-rules',
  'proxy-server',
  'proxy-pac-url',
  'ssl-key-log-file',
  'log-net-log',
  'net-log-*',
  'enable-logging',
  'renderer-cmd-prefix',
  'gpu-launcher',
  'utility-cmd-prefix',
  'zygote-cmd-prefix',
  'browser-subprocess-path',
  'use-mock-keychain',
  'auth-server-allowlist',
  'unsafely-treat-insecure-origin-as-secure',
]

const matches = (name: string, pattern: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern

/** The first switch of `argv` that an installed app does not start with (E42); undefined when there is none. */
export function findRefusedSwitch(argv: readonly string[]): string | undefined {
  return argv.find((argument) => {
    // Chromium takes the blanks around an argument away before it reads it.
    const name = /^(?:--?|\/)([a-z][a-z-]*)(?:=|$)/i.exec(argument.trim())?.[1]?.toLowerCase()
    return name !== undefined && refused.some((pattern) => matches(name, pattern))
  })
}
