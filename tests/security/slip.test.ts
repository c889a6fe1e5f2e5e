import { describe, expect, it } from 'vitest'
import { createServedOnce, servedOnceHeaders } from '../../src-main/security/served-once.ts'
import { slipPassword, writeSampleSlip } from '../support/slip-fixtures.ts'

const bundled = new Set([
  'index.html',
  'assets/index-1.js',
  'assets/jetbrains-mono-latin-400-normal-V6pRDFza.woff2',
  'assets/jetbrains-mono-latin-700-normal-BYuf6tUa.woff2',
  'assets/jetbrains-mono-latin-700-normal-D3wTyLJW.woff',
])

function setUp() {
  let count = 0
  const pages = createServedOnce(() => `id-${(count += 1)}`, bundled)
  return { pages, document: writeSampleSlip({ temporaryPassword: slipPassword }) }
}

describe('S-28: the slip’s document is served once, from memory, to a page without scripts, and forgotten', () => {
  it('to the first who asks, under an address that says nothing', () => {
    const { pages, document } = setUp()
    const url = pages.offer(document)
    expect(url).toBe('app://slip/id-1')
    expect(pages.take(url)).toEqual({ kind: 'document', document })
    expect(pages.count()).toBe(0)
    expect(pages.take(url)).toBeUndefined()
  })

  it('to nobody after it was forgotten', () => {
    const { pages, document } = setUp()
    const url = pages.offer(document)
    pages.forget(url)
    expect(pages.take(url)).toBeUndefined()
  })

  it('gives the page two fonts of the bundle, and nothing else of it', () => {
    const { pages } = setUp()
    const path = 'assets/jetbrains-mono-latin-700-normal-BYuf6tUa.woff2'
    expect(pages.take('app://slip/mono-700.woff2')).toEqual({ kind: 'font', path })
    for (const url of [
      'app://slip/index.html',
      'app://slip/assets/index-1.js',
      'app://slip/favicon.ico',
      'app://desk/mono-700.woff2',
      'app://slip/../mono-700.woff2x',
      'not a url',
    ])
      expect(pages.take(url)).toBeUndefined()
  })

  it('is kept by no cache and taken for nothing else', () => {
    expect(servedOnceHeaders('text/html', 'policy')).toEqual({
      'content-type': 'text/html',
      'content-security-policy': 'policy',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
  })
})
