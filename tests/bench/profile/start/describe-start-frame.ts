import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DescribeFrame } from '../call-tree.ts'
import { createDescribeFrame, findServerSource } from '../describe-frame.ts'
import { createFindMappedSource } from '../find-mapped-source.ts'

/** Of the functions of the page of the app in `folder`, and of what the host runs in each of its pages. */
export function createDescribeStartPage(folder: string): DescribeFrame {
  const findMapped = createFindMappedSource(folder)
  return createDescribeFrame((frame) => {
    if (frame.url === '' || frame.url.startsWith('electron-host:')) {
      return { path: 'src-host/page', line: frame.lineNumber }
    }
    // What the bench has evaluated itself has no address.
    if (!URL.canParse(frame.url)) return undefined
    return findMapped(join(folder, 'out', 'renderer', new URL(frame.url).pathname), frame)
  })
}

/** Of those of its main process: the app’s by their maps, the host’s as they are, and Node’s way from module to module as one. */
export function createDescribeStartMain(folder: string): DescribeFrame {
  const findMapped = createFindMappedSource(folder)
  const describe = createDescribeFrame((frame) => {
    const script = frame.url.startsWith('file:') ? fileURLToPath(frame.url) : ''
    return script.startsWith(folder) ? findMapped(script, frame) : findServerSource(frame)
  })
  return (frame) => (wayToModules.test(frame.url) ? loadingModules : describe(frame))
}

/** It calls itself for every module that a module imports, in turns between these files. */
const wayToModules =
  /^node:(diagnostics_channel|internal\/(main\/run_main_module|modules\/run_main|modules\/esm\/(loader|module_job)))$/
const loadingModules = { name: 'load modules', place: 'node:internal/modules/esm', origin: 'node' } as const
