const intentWritten = 'before insert into "reissue_intents"'
const [write, outcome] = ['ldap (modify|exop)', '"reissues".* and commit$']

/** What the reconciler looks for is the first statement of a start that names intents. */
export const reconciling = 'select \\* from "reissue_intents"'

interface WorkPlace {
  /** For `ServeProcess.hold`. */
  readonly points: readonly string[]
  /** What the directory takes when the server is killed there. */
  readonly works: 'former' | 'temporary'
}

/** Where a reissue in a directory is when its server dies, in order. */
export const places = {
  'before the commit of the intent': { points: [intentWritten, '^before commit'], works: 'former' },
  'after the commit of the intent': { points: [intentWritten, '^after commit'], works: 'former' },
  'before the write': { points: [intentWritten, `^before ${write}`], works: 'former' },
  'while the write is under way': { points: [intentWritten, `^during ${write}`], works: 'temporary' },
  'after the write': { points: [intentWritten, `^after ${write}`], works: 'temporary' },
  'before the commit of the outcome': { points: [`^before .*${outcome}`], works: 'temporary' },
  'while the outcome is committed': { points: [`^during .*${outcome}`], works: 'temporary' },
} as const satisfies Record<string, WorkPlace>

export type Place = keyof typeof places
