import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildBundles } from '../../scripts/build.ts'
import { ensureBrowser } from '../../scripts/ensure-browser.ts'
import { chooseHost, launchDesk, type LaunchOptions } from '../e2e/launch-desk.ts'
import { runServerCommand } from '../e2e/run-server-command.ts'
import { inProject } from '../support/project.ts'
import { startTestServer } from '../support/server-process.ts'
import { begin } from './begin.ts'
import { chooseNewPassword } from './choose-new-password.ts'
import { lookAround } from './look-around.ts'
import { loseServer } from './lose-server.ts'
import { reissueForStaff } from './reissue-for-staff.ts'
import { serveAdministrator } from './serve-administrator.ts'
import { createPhotographer, type PictureFolders, type Stage } from './stage.ts'
import { writePictureSizes } from './write-picture-sizes.ts'

const help = `npm run demo [-- --out DIR] [--guide DIR] [--yes]
Does the main job without a display: the embedded server, the real app, headless Chromium. A picture of every screen goes to DIR
(demo-pictures), the English one to DIR/en; those of the user guide to the DIR of --guide. Ends with an exit code other than 0 at
the first step that does not hold. \`npm run pictures\` draws all pictures of the documentation anew.
`

const secondOperator = { loginId: 'HD000002', password: 'a second pair of eyes' }
const newOperator = `--member-id OPER000000TST0000000 --login-id ${secondOperator.loginId} --user-name 窓口次郎 --role helpdesk`

async function demonstrate(folders: PictureFolders): Promise<void> {
  // The wall clock of the users: beside times that the server tells in theirs, the PC’s own show up on some screens.
  process.env['TZ'] = 'Asia/Tokyo'
  const workDir = mkdtempSync(join(tmpdir(), 'saihakko-demo-'))
  const photographer = createPhotographer(folders)
  const onStage = async <T>(options: LaunchOptions, play: (stage: Stage) => Promise<T>): Promise<T> => {
    const app = await launchDesk(options)
    try {
      return await play(photographer.present(app, await app.firstWindow()))
    } finally {
      await app.close()
    }
  }
  process.stdout.write(`The window is shown by ${chooseHost().name}.\n`)
  try {
    const userDataDir = join(workDir, 'desk')
    const helpdeskPassword = await onStage({ userDataDir }, async (stage) => {
      const started = await begin(stage)
      const temporaryPassword = await reissueForStaff(stage)
      await lookAround(stage, join(workDir, 'history.csv'))
      await chooseNewPassword(stage, temporaryPassword)
      return started.helpdeskPassword
    })
    await demonstrateHelpdesk(join(userDataDir, 'trial-server'), helpdeskPassword, (serverUrl, play) =>
      onStage({ userDataDir: join(workDir, 'helpdesk'), serverUrl }, play),
    )
    photographer.tidyUp()
  } finally {
    rmSync(workDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Over the same data, but as an organisation would run them: a server of its own, and a second person to approve. */
async function demonstrateHelpdesk(
  dataDir: string,
  password: string,
  onStage: (serverUrl: string, play: (stage: Stage) => Promise<void>) => Promise<void>,
): Promise<void> {
  await runServerCommand(dataDir, { args: ['policy', '--set', 'secondPersonForAdministrators=true'] })
  await runServerCommand(dataDir, {
    args: ['create-user', ...newOperator.split(' ')],
    input: `${secondOperator.password}\n`,
  })
  const server = await startTestServer(dataDir)
  try {
    await onStage(server.url, async (stage) => {
      await serveAdministrator(stage, { first: { loginId: 'HD000001', password }, second: secondOperator })
      await loseServer(stage, server, password)
    })
  } finally {
    await server.stop()
  }
}

async function run(): Promise<number> {
  const options = {
    out: { type: 'string' },
    guide: { type: 'string' },
    yes: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const
  const { values } = parseArgs({ options })
  if (values.help === true) {
    process.stdout.write(help)
    return 0
  }
  if ((await ensureBrowser(values.yes === true ? 'given' : 'ask')) === undefined) return 1
  const code = await buildBundles()
  if (code !== 0) return code
  const out = resolve(values.out ?? inProject('demo-pictures'))
  const startedAt = performance.now()
  try {
    const guide = values.guide === undefined ? undefined : resolve(values.guide)
    await demonstrate({ out, guide })
    if (guide !== undefined) writePictureSizes(guide)
  } catch (error) {
    process.stderr.write(`The demonstration stopped: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  } finally {
    process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(0)} s. Pictures: ${out}\n`)
  }
  return 0
}

process.exitCode = await run()
