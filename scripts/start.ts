import { parseArgs } from 'node:util'
import { buildBundles } from './build.ts'
import { ensureBrowser } from './ensure-browser.ts'
import { fetchElectron, findElectron } from './find-electron.ts'
import { inProject } from './paths.ts'
import { runCommand, runNode } from './run-command.ts'

const help = `npm start [-- --yes] [--fresh] [--chromium]
  --yes       install Chromium from Debian's packages without asking, where nothing else can show the window
  --fresh     begin the sample data anew
  --chromium  use the Chromium host even where Electron is to be had
`

/** Starts the app: on Electron where it is or can be fetched, otherwise on the Chromium host; without a display, the demonstration. */
async function start(): Promise<number> {
  const options = {
    yes: { type: 'boolean' },
    fresh: { type: 'boolean' },
    chromium: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const
  const { values } = parseArgs({ options })
  if (values.help === true) {
    process.stdout.write(help)
    return 0
  }
  const consent = values.yes === true ? 'given' : 'ask'
  if (!hasDisplay()) {
    process.stdout.write('There is no display here, so the demonstration runs instead, without a window.\n')
    return await runNode([inProject('tests', 'demo', 'demo.ts'), ...(values.yes === true ? ['--yes'] : [])])
  }
  // Straight to the embedded server: nobody who tries the program out has a server to name.
  const appArguments = ['.', '--trial', ...(values.fresh === true ? ['--fresh'] : [])]
  const electron = values.chromium === true ? undefined : (findElectron() ?? (await fetchElectron()))
  if (electron === undefined && (await ensureBrowser(consent)) === undefined) return 1
  const code = await buildBundles()
  if (code !== 0) return code
  if (electron !== undefined) return await runCommand(electron, [...sandboxSwitches(), ...appArguments])
  process.stdout.write('Showing the window with the Chromium host, which stands in for Electron.\n')
  return await runNode([inProject('src-host', 'main.ts'), ...appArguments])
}

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY'])

/** Chromium refuses its sandbox to root. */
const sandboxSwitches = (): string[] =>
  process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []

process.exitCode = await start()
