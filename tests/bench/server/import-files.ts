import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { generateUserCsv } from '../../support/user-csv-generator.ts'
import { readCsv, type DatabaseSize } from './fill-database.ts'

/** The same users as files: one for the import, and one for each table in the form of COPY. */
export interface ImportFiles {
  readonly csv: string
  readonly members: string
  readonly users: string
}

const rowsSchema = z.array(z.array(z.string()))
const registeredAt = '2026-11-23 00:00:00+00'
const batchLines = 5000

export async function writeImportFiles(folder: string, size: DatabaseSize): Promise<ImportFiles> {
  const files = {
    csv: join(folder, 'users.csv'),
    members: join(folder, 'members.copy'),
    users: join(folder, 'users.copy'),
  }
  const members = new Map<string, string>()
  await pipeline(readCsv(size), createWriteStream(files.csv))
  await pipeline(Readable.from(listUserLines(size, members)), createWriteStream(files.users))
  const memberLines = [...members].map(([memberId, memberName]) => writeLine([memberId, memberName, registeredAt]))
  await pipeline(Readable.from(memberLines), createWriteStream(files.members))
  return files
}

/** Takes down the members on the way. */
function* listUserLines(size: DatabaseSize, members: Map<string, string>): Generator<string> {
  const lines = generateUserCsv(size)
  lines.next()
  for (let batch = takeLines(lines); batch !== ''; batch = takeLines(lines)) {
    const users = rowsSchema.parse(parse(batch)).map(([memberId = '', memberName = '', ...fields]) => {
      members.set(memberId, memberName)
      return writeLine([memberId, ...fields, registeredAt])
    })
    yield users.join('')
  }
}

function takeLines(lines: Generator<string>): string {
  let text = ''
  for (let count = 0; count < batchLines; count += 1) {
    const { value, done } = lines.next()
    if (done) break
    text += value
  }
  return text
}

/** An empty field is none, as it is for the import. */
const writeLine = (fields: readonly string[]): string =>
  `${fields.map((field) => (field === '' ? '\\N' : field.replaceAll('\\', '\\\\').replaceAll('\t', '\\t'))).join('\t')}\n`
