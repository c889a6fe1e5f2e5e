import fc, { type Arbitrary } from 'fast-check'
import { nastyText, readTexts } from './schema-arbitraries.ts'

const methods = readTexts(
  String.raw`GET ¦ POST ¦ PUT ¦ DELETE ¦ HEAD ¦ OPTIONS ¦ PATCH ¦ TRACE ¦ CONNECT ¦ PRI ¦ get ¦ FOO ¦ ¦ G\u0000T`,
)
const versions = readTexts(
  String.raw`HTTP/1.0 ¦ HTTP/0.9 ¦ HTTP/2.0 ¦ HTTP/9.9 ¦ http/1.1 ¦ HTTP/1.1\u0020 ¦ ¦ HTTP/1.1 x`,
)
const targets = [
  ...readTexts(String.raw`/ ¦ * ¦ ¦ // ¦ /api/v1/sessions ¦ /api/v1/users ¦ /api/v1/users/% ¦ /api/v1/users/%00 ¦ /api/v1//users ¦
    http://elsewhere.test/api/v1/users ¦ localhost:80 ¦ /api/v1/users/..%2f.. ¦ /API/V1/USERS ¦ /api/v1/users/ ¦ /healthz ¦ /readyz ¦
    /openapi.json ¦ /healthz?x=% ¦ /\u00ff\u0001 ¦ /api/v1/users#fragment ¦ /api/v1/users?%ff=% ¦ /api/v1/users?a=1?b=2 ¦ /.env ¦
    /api/v1/users;jsessionid=1 ¦ \\\\host\\x`),
  `/${'a'.repeat(9000)}`,
  `/?${'a=b&'.repeat(20_000)}`,
]
const headerLines = [
  ...readTexts(String.raw`host: localhost ¦ Host: a\r\nHost: b ¦ host: ¦ ¦ no colon ¦ \u0020leading: space ¦ name : value ¦ x:\u0000 ¦
    : empty ¦ folded: a\r\n b ¦ x: \u0007 ¦ expect: 100-continue ¦ expect: nonsense ¦ upgrade: websocket\r\nconnection: upgrade ¦
    upgrade: h2c\r\nconnection: upgrade, http2-settings\r\nhttp2-settings: AAMAAABk ¦ connection: close ¦ connection: keep-alive ¦
    content-type: application/json ¦ content-length: 5 ¦ content-length: -1 ¦ content-length: 5\r\ncontent-length: 6 ¦
    content-length: 99999999999999999999 ¦ content-length: 0x10 ¦ transfer-encoding: chunked ¦ transfer-encoding: gzip, chunked ¦
    transfer-encoding: chunked\r\ncontent-length: 3 ¦ transfer-encoding: identity ¦ transfer-encoding: xchunked ¦ te: trailers ¦
    range: bytes=0-1 ¦ if-none-match: * ¦ cookie: a=b ¦ origin: https://evil.test ¦ access-control-request-method: DELETE ¦
    x-request-id: a\tb`),
  `authorization: ${'x'.repeat(3000)}`,
  `x: ${'y'.repeat(20_000)}`,
]
const bodies =
  readTexts(String.raw`¦ {} ¦ {\"a\":1 ¦ 5\r\nhello\r\n0\r\n\r\n ¦ 0\r\n\r\n ¦ zz\r\nhello\r\n ¦ -5\r\nhello\r\n0\r\n\r\n ¦
    ffffffffffffffff\r\nx ¦ 5\r\nhel ¦ 5;ext=1\r\nhello\r\n0\r\nx-trailer: 1\r\n\r\n ¦ 3\r\nhello\r\n0\r\n\r\n ¦
    1\r\n{\r\n1\r\n}\r\n0\r\n\r\n ¦ GET /api/v1/sessions/current HTTP/1.1\r\nhost: x\r\n\r\n ¦
    0\r\n\r\nDELETE /api/v1/sessions HTTP/1.1\r\nhost: x\r\n\r\n`)

const requestLike: Arbitrary<Buffer> = fc
  .record({
    method: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('GET', 'POST') }, fc.constantFrom(...methods)),
    target: fc.oneof(
      fc.constantFrom(...targets),
      nastyText.map((text) => `/${text.replace(/[\r\n ]/g, '')}`),
    ),
    version: fc.oneof({ weight: 6, arbitrary: fc.constant('HTTP/1.1') }, fc.constantFrom(...versions)),
    host: fc.constantFrom('host: localhost', 'host: localhost', 'host: localhost', 'x: y'),
    lines: fc.array(fc.constantFrom(...headerLines), { maxLength: 4 }),
    body: fc.constantFrom(...bodies),
    end: fc.constantFrom('\r\n\r\n', '\r\n\r\n', '\r\n\r\n', '\n\n', '\r\n', ''),
  })
  .map(({ method, target, version, host, lines, body, end }) =>
    Buffer.from(`${[`${method} ${target} ${version}`, host, ...lines].join('\r\n')}${end}${body}`, 'latin1'),
  )

const otherProtocols =
  readTexts(String.raw`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n ¦ \u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003 ¦
  SSH-2.0-OpenSSH_9.6\r\n ¦ \r\n\r\n\r\n\r\n\r\n\r\n ¦ GET /\r\n\r\n ¦ {\"method\":\"GET\"}\n`)

/** What is hardly HTTP any more: broken request lines and headers, chunked nonsense, smuggled requests, other protocols, noise. */
export const hostileBytes: Arbitrary<Buffer> = fc.oneof(
  { weight: 12, arbitrary: requestLike },
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(...otherProtocols).map((text) => Buffer.from(text, 'latin1')),
)
