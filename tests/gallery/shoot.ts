import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { languageSchema, themeSchema } from '../../src-shared/ipc/settings-schema.ts'
import { ensureBrowser } from '../../scripts/ensure-browser.ts'
import { inProject } from '../support/project.ts'
import { buildGallery } from './build-gallery.ts'
import { serveGallery } from './serve-gallery.ts'
import { endMotion, openGallery, showState } from './show-state.ts'
import { states } from './states.ts'

const help = `node tests/gallery/shoot.ts --out DIR [options]
Writes a picture of each state of the app, over a bridge that is made up: DIR/<state>.<language>.<theme>.<size>.png
  --state NAME,…      these states only; a * stands for anything (done*)
  --language ja|en    Japanese unless told otherwise
  --theme NAME,…      light (unless told otherwise), dark, high-contrast; forced: the system’s own colours
  --size WxH,…        1280x800 unless told otherwise
  --pseudo            English, accented and 40 % longer
  --full              the whole page, not just what the window shows
  --list              print the names of the states
`

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    state: { type: 'string', default: '*' },
    language: { type: 'string', default: 'ja' },
    theme: { type: 'string', default: 'light' },
    size: { type: 'string', default: '1280x800' },
    pseudo: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
})

const isAskedFor = (name: string): boolean =>
  values.state.split(',').some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name))

async function shoot(out: string): Promise<number> {
  const executablePath = await ensureBrowser('refused')
  if (executablePath === undefined) return 1
  mkdirSync(inProject('.cache'), { recursive: true })
  // One of its own: several people may be looking at once.
  const site = mkdtempSync(inProject('.cache', 'gallery-'))
  let failures = 0
  try {
    await buildGallery(site)
    const server = await serveGallery(site)
    const browser = await chromium.launch({ executablePath })
    const page = await browser.newPage()
    page.setDefaultTimeout(5_000)
    page.on('pageerror', (error) => process.stderr.write(`  in the page: ${error.message}\n`))
    await openGallery(page, server.url)
    mkdirSync(out, { recursive: true })
    for (const { name } of states.filter((state) => isAskedFor(state.name))) {
      for (const size of values.size.split(',')) {
        for (const look of values.theme.split(',')) {
          const [width, height] = size.split('x').map(Number)
          await page.setViewportSize({ width: width ?? 1280, height: height ?? 800 })
          await page.emulateMedia({ forcedColors: look === 'forced' ? 'active' : 'none' })
          const theme = look === 'forced' ? 'light' : themeSchema.parse(look)
          const language = values.pseudo ? 'en' : languageSchema.parse(values.language)
          const path = join(out, [name, values.pseudo ? 'pseudo' : language, look, size, 'png'].join('.'))
          try {
            await showState(page, { state: name, language, theme, isPseudo: values.pseudo })
            await endMotion(page)
            process.stdout.write(`${path}\n`)
          } catch (error) {
            failures += 1
            process.stdout.write(`${path}: NOT REACHED: ${error instanceof Error ? error.message : 'unknown'}\n`)
          }
          await page.screenshot({ path, fullPage: values.full, animations: 'disabled' })
        }
      }
    }
    await browser.close()
    server.close()
  } finally {
    rmSync(site, { recursive: true, force: true, maxRetries: 5 })
  }
  return failures === 0 ? 0 : 1
}

if (values.list) process.stdout.write(`${states.map(({ name }) => name).join('\n')}\n`)
else if (values.out === undefined) process.stdout.write(help)
else process.exitCode = await shoot(resolve(values.out))
