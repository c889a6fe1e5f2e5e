import { join, sep } from 'node:path'
import { expect, it } from 'vitest'
import { findServerModule } from '../../../src-main/bootstrap/bundle-paths.ts'

it.each([
  [
    ['opt', 'desk', 'resources', 'app.asar', 'out'],
    ['opt', 'desk', 'resources', 'app.asar.unpacked', 'out'],
  ],
  [
    ['home', 'desk', 'out'],
    ['home', 'desk', 'out'],
  ],
  [
    ['home', 'app.asar.d', 'out'],
    ['home', 'app.asar.d', 'out'],
  ],
])('the trial server of %j is below %j', (bundle, expected) => {
  expect(findServerModule(sep + join(...bundle))).toBe(sep + join(...expected, 'server', 'embedded.js'))
})
