import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { findBrowser } from '../src-host/find-browser.ts'
import { runCommand } from './run-command.ts'

/** Chromium, and a font that has Japanese: a fresh Debian has neither. */
const debianPackages = ['chromium', 'fonts-noto-cjk']

export type Consent = 'given' | 'ask' | 'refused'

/**
 * Finds Chrome, Edge or Chromium; on Debian, as root and with consent, installs Chromium where there is none.
 * Undefined when there is nothing to show a window with; what to do has then been printed.
 */
export async function ensureBrowser(consent: Consent): Promise<string | undefined> {
  const found = findBrowser()
  if (found !== undefined) return found
  if (isDebianRoot() && (await isAllowed(consent)) && (await installFromDebian())) {
    const installed = findBrowser()
    if (installed !== undefined) return installed
  }
  process.stderr.write(adviceToInstall())
  return undefined
}

const isDebianRoot = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/etc/debian_version')

async function isAllowed(consent: Consent): Promise<boolean> {
  if (consent !== 'ask') return consent === 'given'
  if (!process.stdin.isTTY) return false
  const prompt = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await prompt.question(`Install ${debianPackages.join(' and ')} with apt-get now? [y/N] `)
  prompt.close()
  return /^y(es)?$/i.test(answer.trim())
}

async function installFromDebian(): Promise<boolean> {
  process.stdout.write(`Installing ${debianPackages.join(', ')} …\n`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const updated = await runCommand('apt-get', ['update', '-qq'], { env })
  if (updated !== 0) process.stderr.write('apt-get update failed; trying with the package lists there are.\n')
  return (
    (await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...debianPackages], { env })) === 0
  )
}

function adviceToInstall(): string {
  const what = 'Neither Electron nor Chrome, Edge or Chromium could be found on this machine.'
  const how =
    process.platform === 'linux'
      ? `Install one, on Debian or Ubuntu: sudo apt-get install ${debianPackages.join(' ')} (as root, --yes does it for you).`
      : 'Install Google Chrome or Microsoft Edge, or let this machine reach github.com so that Electron can be fetched.'
  return `${what}\n${how}\nA browser in another place can be named by SAIHAKKO_CHROMIUM.\n`
}
