import { AppError } from '../src-shared/errors/catalogue.ts'
import { embeddedServerCommandSchema, type EmbeddedServerReport } from '../src-shared/embedded-server-schema.ts'
import { connectParent } from './parent-port.ts'
import { startServer, type RunningServer } from './serve.ts'

/*
 * The trial server that the desktop app forks: starts when it is told where its data lie, on a free port of this machine
 * alone, with the sample; ends when it is told so, or when the app is gone.
 */

const parent = connectParent<EmbeddedServerReport>()
let running: Promise<RunningServer | undefined> | undefined

async function start(dataDir: string): Promise<RunningServer | undefined> {
  try {
    const server = await startServer({
      listen: { host: '127.0.0.1', port: 0 },
      database: { kind: 'embedded', dataDir },
      dataDir,
      logLevel: 'warn',
      sample: true,
    })
    // The app is told by the exit, and offers to start it again.
    void server.lost.then(() => stop(1))
    parent.send({ type: 'ready', url: server.url, accounts: [...(server.sampleAccounts ?? [])] })
    return server
  } catch (error) {
    parent.send({ type: 'failed', ...describeFailure(error) })
    return undefined
  }
}

function describeFailure(error: unknown): { code: AppError['code']; detail: string } {
  if (error instanceof AppError) return { code: error.code, detail: error.facts.detail ?? '' }
  return { code: 'server_not_started', detail: error instanceof Error ? error.message : 'unknown' }
}

async function stop(exitCode = 0): Promise<void> {
  try {
    const server = await running
    await server?.close()
  } finally {
    process.exit(exitCode)
  }
}

parent.onMessage((message) => {
  const command = embeddedServerCommandSchema.safeParse(message)
  if (!command.success) return
  if (command.data.type === 'stop') void stop()
  else running ??= start(command.data.dataDir)
})
parent.onGone(() => void stop())
process.on('SIGTERM', () => void stop())
