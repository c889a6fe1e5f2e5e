import { Control, type BerWriter } from 'ldapts'

/** RFC 3062: the extended operation for passwords. */
export const passwordModifyOid = '1.3.6.1.4.1.4203.1.11.1'

/** The value of the operation: `SEQUENCE { [0] whose, [1] old, [2] new }`, each left out if not given. */
export function encodePasswordModify(change: {
  readonly dn: string
  readonly oldPassword?: string
  readonly newPassword: string
}): Buffer {
  const { dn, oldPassword, newPassword } = change
  return encodeBer(0x30, [
    encodeBer(0x80, [Buffer.from(dn)]),
    ...(oldPassword === undefined ? [] : [encodeBer(0x81, [Buffer.from(oldPassword)])]),
    encodeBer(0x82, [Buffer.from(newPassword)]),
  ])
}

/** A condition of an assertion, in BER (RFC 4511, 4.5.1). */
export type Condition = Buffer

export const assertEquals = (attribute: string, value: string): Condition =>
  encodeBer(0xa3, [encodeBer(0x04, [Buffer.from(attribute)]), encodeBer(0x04, [Buffer.from(value)])])
export const assertNot = (condition: Condition): Condition => encodeBer(0xa2, [condition])
export const assertAll = (conditions: readonly Condition[]): Condition => encodeBer(0xa0, conditions)

/** RFC 4528: the write happens only while the condition holds, else 122. A class because ldapts asks for one. */
export class AssertionControl extends Control {
  readonly #condition: Condition

  constructor(condition: Condition) {
    super('1.3.6.1.1.12', { critical: true })
    this.#condition = condition
  }

  override writeControl(writer: BerWriter): void {
    writer.writeBuffer(this.#condition, 0x04)
  }
}

function encodeBer(tag: number, parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...encodeLength(value.length)]), value])
}

/** Short form below 128; else the count of bytes, then the bytes (X.690, 8.1.3). */
function encodeLength(length: number): readonly number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}
