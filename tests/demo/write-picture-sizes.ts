import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inProject } from '../support/project.ts'

const module = inProject('src-renderer', 'features', 'help', 'model', 'picture-sizes.ts')

/** Notes how large the guides’ pictures in `folder` are, for the help screen to keep their places. */
export function writePictureSizes(folder: string): void {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.png'))
  const lines = names.sort().map((name) => {
    const key = name.slice(0, -'.png'.length)
    return `  ${/^\w+$/.test(key) ? key : `'${key}'`}: [${readSize(join(folder, name)).join(', ')}],\n`
  })
  const [head = ''] = readFileSync(module, 'utf8').split('= {\n')
  writeFileSync(module, `${head}= {\n${lines.join('')}}\n`)
}

/** Width and height in pixels: the first eight bytes of a PNG file’s header chunk. */
function readSize(path: string): readonly [width: number, height: number] {
  const file = readFileSync(path)
  return [file.readUInt32BE(16), file.readUInt32BE(20)]
}
