/** Electron's command line: `[-r module]… [--switch[=value]]… [app] [arguments]`. Pure. */

export interface CommandLine {
  /** Modules to load before the app (`-r`). */
  readonly requires: readonly string[]
  /** Name → value ('' for none). Those after the app's path count as well, as in Electron. */
  readonly switches: ReadonlyMap<string, string>
  /** The app's folder or file; undefined when none is named. */
  readonly app: string | undefined
  readonly isVersionAsked: boolean
}

/** @param args without the executable's own name */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const requires: string[] = []
  const switches = new Map<string, string>()
  let app: string | undefined
  let isVersionAsked = false
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] ?? ''
    const [, name, value = ''] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? []
    if (app === undefined && (argument === '-r' || name === 'require'))
      requires.push(value === '' ? (args[++i] ?? '') : value)
    else if (app === undefined && (argument === '-v' || name === 'version')) isVersionAsked = true
    else if (name !== undefined) switches.set(name.toLowerCase(), value)
    else if (app === undefined && !argument.startsWith('-')) app = argument
  }
  return { requires, switches, app, isVersionAsked }
}
