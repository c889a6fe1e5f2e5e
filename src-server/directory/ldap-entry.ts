import { Attribute, Change, type Entry } from 'ldapts'

/** What is no text, on any kind of server. */
export const binaryAttributes = ['objectGUID', 'replPropertyMetaData'] as const

/** The first value; names of attributes are the same in any case (RFC 4512, 1.4). */
export function readText(entry: Entry, attribute: string): string | undefined {
  const [first] = readValues(entry, attribute)
  return first === undefined ? undefined : first.toString()
}

export function readTexts(entry: Entry, attribute: string): readonly string[] {
  return readValues(entry, attribute).map(String)
}

export function readBytes(entry: Entry, attribute: string): Buffer | undefined {
  const [first] = readValues(entry, attribute)
  return typeof first === 'string' ? Buffer.from(first) : first
}

export function isTrue(entry: Entry, attribute: string): boolean {
  return readText(entry, attribute)?.toUpperCase() === 'TRUE'
}

/** ldapts gives none, one or several in three shapes. */
function readValues(entry: Entry, attribute: string): readonly (string | Buffer)[] {
  const wanted = attribute.toLowerCase()
  const name = Object.keys(entry).find((key) => key.toLowerCase() === wanted)
  const value = name === undefined ? undefined : entry[name]
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** Without a value the attribute goes; that it is not there already is no error. */
export function replace(type: string, value?: string | Buffer): Change {
  return createChange('replace', type, value)
}

export function addValue(type: string, value: string | Buffer): Change {
  return createChange('add', type, value)
}

/** Fails (16) unless the attribute has this very value. */
export function deleteValue(type: string, value: string | Buffer): Change {
  return createChange('delete', type, value)
}

function createChange(operation: 'add' | 'delete' | 'replace', type: string, value?: string | Buffer): Change {
  const modification =
    typeof value === 'string'
      ? new Attribute({ type, values: [value] })
      : new Attribute({ type, values: value === undefined ? [] : [value] })
  return new Change({ operation, modification })
}
