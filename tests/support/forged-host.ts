import { randomUUID } from 'node:crypto'
import { request } from 'node:http'

/** Posts under a host name that is not the server’s, which `fetch` does not let us do. Gives head and body of the answer as text. */
export function postWithHost(host: string, url: string, token: string, body: unknown): Promise<string> {
  const headers = {
    host,
    'x-forwarded-host': host,
    forwarded: `host=${host}`,
    origin: `https://${host}`,
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (answer) => {
      answer.setEncoding('utf8')
      let text = JSON.stringify([answer.statusCode, answer.headers])
      answer.on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => resolve(text))
    })
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}
