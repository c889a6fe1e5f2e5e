import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { findBrowser } from '../src-host/find-browser.ts'
import { icnsSizes, packIcns, packIco, type SquarePng } from './image-containers.ts'
import { inProject } from './paths.ts'

const icoSizes = [16, 24, 32, 48, 64, 128, 256]
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

/** Draws `svg` in each size, with what it leaves free transparent. */
async function draw(svg: string, sizes: readonly number[]): Promise<SquarePng[]> {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('Drawing the icons takes Chrome, Edge or Chromium.')
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
  try {
    const page = await browser.newPage()
    const pictures: SquarePng[] = []
    for (const size of sizes) {
      await page.setViewportSize({ width: size, height: size })
      await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`)
      pictures.push({ size, png: await page.screenshot({ omitBackground: true }) })
    }
    return pictures
  } finally {
    await browser.close()
  }
}

/** Run by hand after resources/icons/desk.svg has changed; what it writes is committed. */
async function makeIcons(): Promise<void> {
  const sizes = [...new Set([...icoSizes, ...linuxSizes, ...icnsSizes])]
  const pictures = await draw(readFileSync(inProject('resources', 'icons', 'desk.svg'), 'utf8'), sizes)
  const write = (name: string, content: Buffer): void =>
    writeFileSync(inProject('resources', 'icons', ...name.split('/')), content)
  mkdirSync(inProject('resources', 'icons', 'linux'), { recursive: true })
  for (const { size, png } of pictures) {
    if (linuxSizes.includes(size)) write(`linux/${size}x${size}.png`, png)
  }
  write('desk.ico', packIco(pictures.filter(({ size }) => icoSizes.includes(size))))
  write('desk.icns', packIcns(pictures))
}

await makeIcons()
