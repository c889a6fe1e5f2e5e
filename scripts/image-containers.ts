/** A square picture as PNG, and its width in pixels. */
export interface SquarePng {
  readonly size: number
  readonly png: Buffer
}

/** A Windows icon that holds the pictures as PNG (allowed since Windows Vista); `png.size` at most 256. */
export function packIco(pictures: readonly SquarePng[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.length, 4)
  let offset = header.length
  for (const [index, { size, png }] of pictures.entries()) {
    const entry = 6 + 16 * index
    // A width of 256 is written as 0.
    header.writeUInt8(size % 256, entry)
    header.writeUInt8(size % 256, entry + 1)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(png.length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    offset += png.length
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)])
}

/** Types of an icns file that hold PNG, by their width; those named @2x are for displays of double density. */
const icnsTypes = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
] as const
export const icnsSizes: readonly number[] = [...new Set(icnsTypes.map(([, size]) => size))]

/** A macOS icon; needs a picture of every one of `icnsSizes`. */
export function packIcns(pictures: readonly SquarePng[]): Buffer {
  const entries = icnsTypes.map(([type, size]) => {
    const picture = pictures.find((candidate) => candidate.size === size)
    if (!picture) throw new Error(`an icns file needs a picture ${size} pixels wide`)
    return toIcnsBlock(type, picture.png)
  })
  return toIcnsBlock('icns', Buffer.concat(entries))
}

function toIcnsBlock(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(content.length + head.length, 4)
  return Buffer.concat([head, content])
}
