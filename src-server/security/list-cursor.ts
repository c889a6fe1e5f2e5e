import type { z } from 'zod'
import { AppError } from '../../src-shared/errors/catalogue.ts'
import { digestsAreEqual, keyedDigest } from './keyed-digest.ts'

/** Whose list it is and which one: a cursor is good for these only. */
export interface CursorBinding {
  readonly callerId: string
  readonly list: string
  /** Conditions and order; the page size may change from page to page. */
  readonly query: unknown
}

export interface ListCursors {
  seal(binding: CursorBinding, position: unknown): string
  /** The position inside; throws AppError `invalid_cursor` when it was sealed for anything else or tampered with. */
  open<Position>(binding: CursorBinding, cursor: string, schema: z.ZodType<Position>): Position
}

/** 128 bits of the digest: nobody can try cursors by the billion, and addresses stay short. */
const PROOF_BYTES = 16

/** Opaque cursors `<position>.<HMAC>`. The position is no secret: it is the last row that the caller has seen. */
export function createListCursors(key: Buffer): ListCursors {
  const prove = ({ callerId, list, query }: CursorBinding, position: string): Buffer =>
    keyedDigest(key, [callerId, list, query, position]).subarray(0, PROOF_BYTES)

  return {
    seal(binding, position) {
      const text = Buffer.from(JSON.stringify(position)).toString('base64url')
      return `${text}.${prove(binding, text).toString('base64url')}`
    },
    open(binding, cursor, schema) {
      const [text = '', proof = ''] = cursor.split('.')
      if (!digestsAreEqual(Buffer.from(proof, 'base64url'), prove(binding, text))) throw new AppError('invalid_cursor')
      const position: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
      const read = schema.safeParse(position)
      if (!read.success) throw new AppError('invalid_cursor')
      return read.data
    },
  }
}
