import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { z } from 'zod'
import { apiBasePath } from '../../src-shared/api/route.ts'

export interface CheckedAnswer {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly status: number
  readonly mediaType: string | undefined
  readonly body: unknown
}

/** Throws when an answer is not what the OpenAPI document says of its operation. */
export type AnswerCheck = (readDocument: () => unknown, answer: CheckedAnswer) => void

const responseSchema = z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ responses: z.record(z.string(), responseSchema) }))),
})

interface Described {
  readonly operations: readonly {
    readonly name: string
    readonly method: string
    readonly template: string
    readonly pattern: RegExp
    readonly responses: Readonly<Record<string, z.infer<typeof responseSchema>>>
  }[]
  validatorOf(pointer: readonly string[]): ValidateFunction
}

/**
 * A check for all servers of one test file: the document is read at the first answer, and schemas are compiled as they are
 * needed. What lies outside of the contract is left alone: health, the document itself, and requests to no route.
 */
export function createAnswerCheck(): AnswerCheck {
  let described: Described | undefined
  return (readDocument, { method, path, status, mediaType, body }) => {
    described ??= describe(readDocument())
    const [pathname = ''] = path.split('?')
    if (!pathname.startsWith(`${apiBasePath}/`)) return
    const matches = described.operations.filter((each) => each.method === method && each.pattern.test(pathname))
    // As the router does: a fixed name comes before a parameter.
    const [operation] = matches.toSorted((a, b) => a.template.split('{').length - b.template.split('{').length)
    if (!operation) return
    const what = `${operation.name}: ${status}`
    const response = operation.responses[`${status}`]
    if (!response) throw new Error(`${what} is not documented (route-schema.ts says what every route may answer)`)
    if (!response.content) {
      if (body !== undefined) throw new Error(`${what} has a body, and the document says that it has none`)
      return
    }
    const type = mediaType?.split(';')[0] ?? 'nothing'
    if (!Object.hasOwn(response.content, type)) throw new Error(`${what} as ${type} is not documented`)
    const pointer = [
      'paths',
      operation.template,
      method.toLowerCase(),
      'responses',
      `${status}`,
      'content',
      type,
      'schema',
    ]
    const validate = described.validatorOf(pointer)
    if (validate(body)) return
    const wrong = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'body'} ${message}`)
    throw new Error(`${what} is not what its schema says: ${wrong.join(', ')}`)
  }
}

function describe(document: unknown): Described {
  const { paths } = documentSchema.parse(document)
  const ajv = new Ajv2020({ strict: false, validateSchema: false })
  formats(ajv)
  ajv.addSchema(Object(document), 'document')
  const validators = new Map<string, ValidateFunction>()
  return {
    operations: Object.entries(paths).flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, { responses }]) => ({
        name: `${method.toUpperCase()} ${template}`,
        method: method.toUpperCase(),
        template,
        pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`),
        responses,
      })),
    ),
    validatorOf(pointer) {
      const ref = `document#/${pointer.map(escapePointer).join('/')}`
      const validator = validators.get(ref) ?? ajv.compile({ $ref: ref })
      validators.set(ref, validator)
      return validator
    },
  }
}

/** RFC 6901, as a part of an address. */
const escapePointer = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
