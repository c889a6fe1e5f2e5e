import fc, { type Arbitrary } from 'fast-check'
import { z } from 'zod'

/** What of JSON Schema the contract's schemas use. */
const nodeSchema = z.object({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  required: z.array(z.string()).optional(),
  get anyOf() {
    return z.array(nodeSchema).optional()
  },
  get oneOf() {
    return z.array(nodeSchema).optional()
  },
  get properties() {
    return z.record(z.string(), nodeSchema).optional()
  },
})
type Node = z.infer<typeof nodeSchema>

/** One field after the other, so that a name can come twice and `__proto__` is a name like any other. */
export type Fields = readonly (readonly [name: string, value: unknown])[]

/** Existing values by the name of the field: without them everything would end as “not found”. */
export type KnownValues = Readonly<Record<string, readonly [unknown, ...unknown[]]>>

/** Fields that the object schema takes: required ones always, others now and then. */
export function validFields(schema: z.ZodType | undefined, known: KnownValues): Arbitrary<Fields> {
  if (!schema) return fc.constant([])
  const { properties = {}, required = [] } = nodeSchema.parse(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  )
  const fields = Object.entries(properties).map(([name, node]): Arbitrary<Fields> => {
    const field = validField(name, node, known).map((value) => [[name, value]] as const)
    return required.includes(name) ? field : fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, field)
  })
  return fc.tuple(...fields).map((list) => list.flat())
}

function validField(name: string, node: Node, known: KnownValues): Arbitrary<unknown> {
  const values = known[name]
  const valid = validValue(node)
  return values ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, valid) : valid
}

function validValue(node: Node): Arbitrary<unknown> {
  if (node.enum) return fc.constantFrom(...node.enum)
  if (node.const !== undefined) return fc.constant(node.const)
  const choices = node.anyOf ?? node.oneOf
  if (choices) return fc.oneof(...choices.map(validValue))
  if (node.properties) return validObject(node, node.properties)
  if (node.type === 'string') return validString(node)
  if (node.type === 'integer') return fc.integer({ min: node.minimum ?? -1000, max: node.maximum ?? 1000 })
  if (node.type === 'number') return fc.double({ min: node.minimum ?? -1e6, max: node.maximum ?? 1e6, noNaN: true })
  if (node.type === 'boolean') return fc.boolean()
  if (node.type === 'null') return fc.constant(null)
  throw new Error(`no arbitrary for ${JSON.stringify(node)}`)
}

const validObject = ({ required = [] }: Node, properties: Readonly<Record<string, Node>>): Arbitrary<unknown> =>
  fc.record(Object.fromEntries(Object.entries(properties).map(([name, node]) => [name, validValue(node)])), {
    requiredKeys: required,
  })

function validString({ format, pattern, minLength = 0, maxLength = 100 }: Node): Arbitrary<string> {
  if (format === 'uuid') return fc.uuid()
  if (format === 'date-time')
    return fc
      .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
      .map((date) => date.toISOString())
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern.replace('+$', `{1,${maxLength}}$`)))
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 60) })
}

/** Texts apart from each other by a bar, each written as within a JSON string, so that odd characters can be seen. */
export const readTexts = (list: string): string[] =>
  list.split('¦').map((text) => z.string().parse(JSON.parse(`"${text.trim()}"`)))

const nastyTexts = [
  ...readTexts(String.raw`¦ \u0020 ¦ \u0000 ¦ a\u0000b ¦ \ud800 ¦ \udfff ¦ a\ud83d ¦ \ufeff ¦ \u2028 ¦ \u3000 ¦ \u200b ¦ \uffff ¦ \r\n
    ¦ \u202eevil\u2066\u2069 ¦ \u001b[31mred ¦ x\r\nSet-Cookie: a=b ¦ % ¦ %%% ¦ _ ¦ \\ ¦ %00 ¦ %ff%fe ¦ %2e%2e%2f ¦ ../../etc/passwd
    ¦ ..\\.. ¦ / ¦ ?a=b ¦ # ¦ ; ¦ * ¦ ' or '1'='1 ¦ '; drop table users; -- ¦ $1 ¦ {{7*7}} ¦ <script>alert(1)</script> ¦ __proto__
    ¦ constructor ¦ toString ¦ null ¦ undefined ¦ NaN ¦ Infinity ¦ true ¦ [] ¦ {} ¦ 0 ¦ -1 ¦ 1e309 ¦ 0x10 ¦ 1_000 ¦ 1.5 ¦ 2147483648
    ¦ 9223372036854775808 ¦ \u00201 ¦ 2026-02-30T00:00:00.000Z ¦ 0000-01-01T00:00:00.000Z ¦ 2026-11-23 ¦ +275760-09-13T00:00:00.000Z
    ¦ 00000000-0000-0000-0000-000000000000 ¦ gggggggg-0000-4000-8000-000000000000`),
  ...[63, 64, 65, 128, 129, 200, 201, 300, 301, 500, 501, 1024, 1025, 5000].map((length) => 'x'.repeat(length)),
  // One character that NFKC makes eighteen of, one outside of the basic plane, one of two, digits without end.
  ...['\ufdfa', '\u{20bb7}', 'e\u0301', '9'].map((text) => text.repeat(200)),
]

/** Text that somebody means ill with, or that a careless client sends. */
export const nastyText: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...nastyTexts) },
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 80 }),
)

const nest = (depth: number, isArray: boolean): unknown => {
  let nested: unknown = 1
  for (let level = 0; level < depth; level += 1) nested = isArray ? [nested] : { a: nested }
  return nested
}

/** Any JSON where the contract asks for something else, too big or too deep numbers and trees among it. */
export const nastyValue: Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: nastyText },
  fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1.5, 1e308, -1e308, 5e-324, 2 ** 53, -(2 ** 63), 2 ** 64),
  fc.array(nastyText, { maxLength: 3 }),
  fc.constantFrom<unknown>({}, [], [[]], [null], { toString: 1 }, { length: 1e9 }, { $ne: null }),
  fc.tuple(fc.integer({ min: 1, max: 1500 }), fc.boolean()).map(([depth, isArray]) => nest(depth, isArray)),
)

/** Fields with one thing wrong: a value, a field missing, one too many, or one that comes twice. */
export function spoiledFields(valid: Arbitrary<Fields>): Arbitrary<Fields> {
  const place = fc.nat({ max: 20 })
  const oddName = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'prototype', '', 'a[b]', '$where'), nastyText)
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(valid, place, nastyValue).map(([fields, at, value]) => replace(fields, at, value)),
    },
    fc.tuple(valid, place).map(([fields, at]) => fields.filter((_, index) => index !== at % fields.length)),
    fc.tuple(valid, oddName, nastyValue).map(([fields, name, value]) => [...fields, [name, value] as const]),
    fc.tuple(valid, place, nastyValue).map(([fields, at, value]) => [...fields, ...replace(fields, at, value)]),
  )
}

const replace = (fields: Fields, at: number, value: unknown): Fields =>
  fields.map(([name, old], index) => [name, index === at % fields.length ? value : old])

export const writeJson = (fields: Fields): string =>
  `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
