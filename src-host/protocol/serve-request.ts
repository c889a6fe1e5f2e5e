/** Answers the page's requests with the app's protocol handler. */
import type { DevtoolsSession } from '../browser/devtools-pipe.ts'
import type { HeaderEntry, PausedRequest } from '../browser/devtools-protocol.ts'
import type { CustomSchemes } from './custom-schemes.ts'

/** Addresses that Chromium must always ask the host for. */
export const INTERCEPTED = [{ urlPattern: 'https://*.invalid/*' }, { urlPattern: '*', resourceType: 'Document' }]

function toRequest(url: string, { request }: PausedRequest): Request {
  const headers = Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== 'referer')
  const body = (request.postDataEntries ?? []).map((entry) => Buffer.from(entry.bytes ?? '', 'base64'))
  const hasBody = request.hasPostData === true && !['GET', 'HEAD'].includes(request.method)
  return new Request(url, { method: request.method, headers, ...(hasBody ? { body: Buffer.concat(body) } : {}) })
}

/** Answers one paused request; false when it is not for a custom scheme and the browser should go on by itself. */
export async function serveRequest(session: DevtoolsSession, schemes: CustomSchemes, paused: PausedRequest) {
  const url = schemes.toExternal(paused.request.url)
  const isOurs = url !== paused.request.url || /^https:\/\/[^/]+\.invalid(\/|$)/.test(url)
  if (!isOurs) return false
  const { requestId } = paused
  const fail = () => session.post('Fetch.failRequest', { requestId, errorReason: 'Failed' })
  try {
    const response = await schemes.handlerOf(url)?.(toRequest(url, paused))
    if (response === undefined || response.type === 'error') {
      fail()
      return true
    }
    const responseHeaders: HeaderEntry[] = [...response.headers].map(([name, value]) => ({ name, value }))
    const body = Buffer.from(await response.arrayBuffer()).toString('base64')
    const phrase = response.statusText === '' ? {} : { responsePhrase: response.statusText }
    session.post('Fetch.fulfillRequest', { requestId, responseCode: response.status, ...phrase, responseHeaders, body })
  } catch (error) {
    console.error(`The protocol handler failed for ${url}:`, error)
    fail()
  }
  return true
}
