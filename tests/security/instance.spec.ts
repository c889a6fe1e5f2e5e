import { join } from 'node:path'
import { expect, test } from '../e2e/fixtures.ts'
import { startSecondDesk } from '../e2e/start-second-desk.ts'

test('S-10: a second start shows the first window and leaves; nothing it was started with is read (E41)', async ({
  launch,
  dataDir,
}) => {
  const app = await launch()
  const page = await app.firstWindow()
  const written: string[] = []
  app.process().stderr?.on('data', (chunk: Buffer) => written.push(chunk.toString()))
  const home = page.url()
  const second = await startSecondDesk(join(dataDir, 'desk'), ['--fresh', 'https://attacker.example/'])
  expect(second.exitCode).toBe(0)
  expect(second.printed).toContain('already running')
  expect(app.windows()).toHaveLength(1)
  expect(page.url()).toBe(home)
  expect(written.join('')).not.toContain('attacker.example')
})
