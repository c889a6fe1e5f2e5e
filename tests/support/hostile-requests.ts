import fc, { type Arbitrary } from 'fast-check'
import { apiBasePath, type RouteDefinition } from '../../src-shared/api/route.ts'
import {
  nastyText,
  nastyValue,
  readTexts,
  spoiledFields,
  validFields,
  writeJson,
  type Fields,
  type KnownValues,
} from './schema-arbitraries.ts'

/** A request as bytes in the making: nothing between it and the socket corrects it. */
export interface HostileRequest {
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: Uint8Array
  readonly isChunked?: boolean
  /** Whose session it carries, by a name that the test gives a token for. */
  readonly session: string
  /** The path is one that the server routes to the operation. */
  readonly isRouted: boolean
}

export interface HostileWorld {
  readonly known: KnownValues
  readonly sessions: readonly string[]
  /** Those that a route is made for: half of the requests come from them. */
  readonly suitableSessions: (definition: RouteDefinition) => readonly string[]
}

/** Requests for one route of the contract, valid ones, nearly valid ones and hostile ones, all derived from its schemas. */
export function requestsFor(
  definition: RouteDefinition,
  { known, sessions, suitableSessions }: HostileWorld,
): Arbitrary<HostileRequest> {
  const none = fc.constant([])
  const headers = validFields(definition.headers, known)
  const suitable = fc.constantFrom(...suitableSessions(definition))
  const gentle = fc.record({
    path: validPath(definition, known),
    query: validQuery(definition, known),
    payload: validPayload(definition, known),
    own: headers,
    odd: none,
    session: suitable,
  })
  const hostile = fc.record({
    path: pathsOf(definition, known),
    query: queriesOf(definition, known),
    payload: payloadsOf(definition, known),
    own: fc.oneof({ weight: 5, arbitrary: headers }, spoiledHeaders(headers)),
    odd: fc.oneof({ weight: 6, arbitrary: none }, oddHeaders),
    session: fc.oneof(suitable, fc.constantFrom(...sessions)),
  })
  return fc
    .oneof({ weight: 1, arbitrary: gentle }, { weight: 3, arbitrary: hostile })
    .map(({ path, query, payload, own, odd, session }) => ({
      method: definition.method,
      target: `${apiBasePath}${path.text}${query}`,
      headers: [...own.map(([name, value]) => [name, writeValue(value)] as const), ...payload.headers, ...odd],
      ...(payload.body === undefined ? {} : { body: payload.body, isChunked: payload.isChunked }),
      session,
      isRouted: path.isRouted,
    }))
}

const escapes = fc.constantFrom(
  '%',
  '%zz',
  '%00',
  '%ff',
  '%c0%af',
  '%2e%2e%2f',
  '%2F',
  '%25',
  '%u0041',
  '%ED%A0%80',
  '..',
  '.',
)

interface Path {
  readonly text: string
  readonly isRouted: boolean
}

const fillPath = (path: string, fields: Fields): string =>
  path.replace(/:(\w+)/g, (_, name: string) =>
    encodeText(writeValue(fields.find(([field]) => field === name)?.[1] ?? '')),
  )

const validPath = ({ path, params }: RouteDefinition, known: KnownValues): Arbitrary<Path> =>
  validFields(params, known).map((fields) => ({ text: fillPath(path, fields), isRouted: true }))

function pathsOf(definition: RouteDefinition, known: KnownValues): Arbitrary<Path> {
  const { path, params } = definition
  const valid = validPath(definition, known)
  if (!params) return valid
  const spoiled = spoiledFields(validFields(params, known))
  return fc.oneof(
    { weight: 6, arbitrary: valid },
    { weight: 3, arbitrary: spoiled.map((fields) => ({ text: fillPath(path, fields), isRouted: false })) },
    escapes.map((text) => ({ text: path.replace(/:\w+/g, text), isRouted: false })),
  )
}

/** `encodeURIComponent` throws on lone surrogates. */
const encodeText = (text: string): string => encodeURIComponent(text.toWellFormed())

const writeQuery = (fields: Fields): string =>
  fields.length === 0
    ? ''
    : `?${fields.map(([name, value]) => `${encodeText(name)}=${encodeText(writeValue(value))}`).join('&')}`

const validQuery = ({ query }: RouteDefinition, known: KnownValues): Arbitrary<string> =>
  validFields(query, known).map(writeQuery)

function queriesOf({ query }: RouteDefinition, known: KnownValues): Arbitrary<string> {
  const valid = validFields(query, known)
  const raw = fc.tuple(valid, escapes).map(([fields, text]) => `${writeQuery(fields) || '?'}&${text}=${text}&&=&a[b]=c`)
  return fc.oneof(
    { weight: 6, arbitrary: valid.map(writeQuery) },
    { weight: query ? 6 : 1, arbitrary: spoiledFields(valid).map(writeQuery) },
    raw,
  )
}

const writeValue = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** Header values are bytes of one line. */
const headerText: Arbitrary<string> = nastyText.map((text) => text.replace(/[\r\n\0]/g, ' ').slice(0, 600))

const spoiledHeaders = (valid: Arbitrary<Fields>): Arbitrary<Fields> =>
  fc.tuple(valid, headerText, fc.nat({ max: 2 })).map(([fields, text, kind]): Fields => {
    if (kind === 0) return []
    return kind === 1 ? [...fields, ...fields] : fields.map(([name]) => [name, text])
  })

type Headers = HostileRequest['headers']
const one = (name: string, text: Arbitrary<string>): Arbitrary<Headers> => text.map((value) => [[name, value]])

const oddHeaders: Arbitrary<Headers> = fc.oneof(
  one('x-request-id', headerText),
  one('authorization', headerText),
  one(
    'authorization',
    fc.constantFrom('Bearer', 'Basic YTph', `Bearer ${'A'.repeat(43)}`, `bearer ${'A'.repeat(5000)}`),
  ),
  one('x-forwarded-for', headerText),
  one('forwarded', headerText),
  one('accept', fc.constantFrom('text/html', 'application/xml', '*/*;q=0', '')),
  one('accept-encoding', fc.constantFrom('gzip', 'identity;q=0')),
  one('x-http-method-override', fc.constantFrom('DELETE', 'GET')),
  fc.constant(['a', 'b'].map((value) => ['idempotency-key', value] as const)),
  fc.constant(Array.from({ length: 150 }, (_, index) => [`x-many-${index}`, 'y'] as const)),
)

interface Payload {
  readonly headers: Headers
  readonly body?: Uint8Array
  readonly isChunked?: boolean
}

const json: Headers = [['content-type', 'application/json']]
const otherTypes = fc.constantFrom(
  `application/json; ${'a'.repeat(4000)}=1`,
  ...readTexts(String.raw`text/plain ¦ application/x-www-form-urlencoded ¦ multipart/form-data; boundary=x ¦ application/xml ¦ nonsense ¦
    application/json; charset=utf-16 ¦ application/json; ¦ application/jsonp ¦ APPLICATION/JSON ¦ ¦ / ¦ \u00ff ¦
    application/json, application/json ¦ application/vnd.api+json`),
)

const validPayload = ({ body }: RouteDefinition, known: KnownValues): Arbitrary<Payload> =>
  body
    ? validFields(body, known).map((fields) => ({ headers: json, body: Buffer.from(writeJson(fields)) }))
    : fc.constant({ headers: [] })

function payloadsOf(definition: RouteDefinition, known: KnownValues): Arbitrary<Payload> {
  const { method, body } = definition
  const valid = validFields(body, known)
  const withBody = body !== undefined
  const spoiled = fc.oneof(
    { weight: 3, arbitrary: spoiledFields(valid).map(writeJson) },
    nastyValue.map((value) => JSON.stringify(value)),
    brokenJson(valid),
    fc.constantFrom(
      '{"a":'.repeat(9000),
      '['.repeat(60_000),
      `{"x":"${'x'.repeat(65_000)}"}`,
      ' '.repeat(65_536),
      'x'.repeat(70_000),
    ),
  )
  const spoiledPayload: Arbitrary<Payload> = fc
    .record({
      text: spoiled,
      headers: fc.oneof(
        { weight: 6, arbitrary: fc.constant(json) },
        otherTypes.map((type) => [['content-type', type]] as const),
      ),
      isChunked: fc.boolean(),
      tail: fc.constantFrom<number[]>([], [], [], [0xff, 0xfe], [0xc3], [0]),
    })
    .map(({ text, tail, ...rest }) => ({ ...rest, body: Buffer.concat([Buffer.from(text), Buffer.from(tail)]) }))
  const weight = withBody ? 6 : method === 'GET' ? 1 : 3
  return fc.oneof(
    { weight: withBody ? 4 : 6, arbitrary: validPayload(definition, known) },
    { weight, arbitrary: spoiledPayload },
  )
}

function brokenJson(valid: Arbitrary<Fields>): Arbitrary<string> {
  return fc.tuple(valid.map(writeJson), fc.nat({ max: 300 }), fc.nat({ max: 4 })).map(([text, at, kind]) => {
    const place = at % (text.length + 1)
    return (
      [
        text.slice(0, place),
        `${text.slice(0, place)},${text.slice(place)}`,
        `\ufeff${text}`,
        text.replaceAll('"', "'"),
        `${text}${text}`,
      ][kind] ?? text
    )
  })
}

/** The bytes of a request; `token` is that of its session. */
export function writeRequest(
  { method, target, headers, body, isChunked }: HostileRequest,
  token: string | undefined,
): Buffer {
  const own = headers.some(([name]) => name === 'authorization')
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'host: localhost',
    'connection: close',
    ...(token === undefined || own ? [] : [`authorization: Bearer ${token}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : [isChunked ? 'transfer-encoding: chunked' : `content-length: ${body.length}`]),
  ]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
  return body === undefined ? head : Buffer.concat([head, isChunked ? writeChunks(body) : body])
}

function writeChunks(body: Uint8Array): Buffer {
  const half = Math.ceil(body.length / 2)
  const chunks = [body.subarray(0, half), body.subarray(half)].filter(({ length }) => length > 0)
  const written = chunks.flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}\r\n`),
    chunk,
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...written, Buffer.from('0\r\n\r\n')])
}
