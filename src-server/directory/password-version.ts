/** `unicodePwd` in the table of attributes of the schema (MS-ADTS: ATTRTYP 0x0009005A). */
const unicodePwdId = 0x0009005a
const headerBytes = 16
const recordBytes = 48

/**
 * How many times the password was set, the same on every domain controller; undefined if the account may not be read to that
 * depth. `replPropertyMetaData` is a header with a count, then records of attribute (4 bytes), version (4), time and
 * origin (MS-DRSR: PROPERTY_META_DATA_VECTOR_V1).
 */
export function readPasswordVersion(metadata: Buffer | undefined): number | undefined {
  if (!metadata || metadata.length < headerBytes || metadata.readUInt32LE(0) !== 1) return undefined
  const count = metadata.readUInt32LE(8)
  for (let index = 0; index < count; index += 1) {
    const start = headerBytes + index * recordBytes
    if (start + recordBytes > metadata.length) return undefined
    if (metadata.readUInt32LE(start) === unicodePwdId) return metadata.readUInt32LE(start + 4)
  }
  return undefined
}
