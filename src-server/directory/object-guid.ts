/** objectGUID holds its first three groups with the low byte first (MS-DTYP 2.3.4). */
const byteOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
const groups = [8, 12, 16, 20]
const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** `6b29fc40-ca47-1067-b31d-00dd010662da`; undefined unless the value has 16 bytes. */
export function formatObjectGuid(value: Buffer): string | undefined {
  if (value.length !== byteOrder.length) return undefined
  const hex = Buffer.from(byteOrder.map((index) => value.readUInt8(index))).toString('hex')
  return [0, ...groups].map((start, index) => hex.slice(start, groups[index])).join('-')
}

export function parseObjectGuid(text: string): Buffer | undefined {
  if (!pattern.test(text)) return undefined
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex')
  return Buffer.from(byteOrder.map((index) => bytes.readUInt8(index)))
}
