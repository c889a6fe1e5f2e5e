import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import type { Language } from '../../src-shared/domain/time.ts'
import { csvColumns, csvWords, type CsvColumn } from './history-csv-words.ts'
import { createZonedTime, type ZonedTime } from './zoned-time.ts'

/** Without it Excel takes UTF-8 for the system’s old encoding. */
const byteOrderMark = '\uFEFF'

export interface HistoryCsvOptions {
  readonly language: Language
  /** Whether the rows come from the copy: then a last column says as of when. */
  readonly isKept: boolean
}

/** Writes the history as CSV: UTF-8 with a byte-order mark, CRLF, every cell in quotes (RFC 4180). */
export function createHistoryCsv({ language, isKept }: HistoryCsvOptions) {
  const words = csvWords[language]
  const columns = csvColumns.filter((column) => isKept || column !== 'asOf')
  const zones = new Map<string, ZonedTime>()

  function timeIn(timeZone: string): ZonedTime {
    const time = zones.get(timeZone) ?? createZonedTime(timeZone)
    zones.set(timeZone, time)
    return time
  }

  function describe(record: ReissueRecord, asOf: string | null): Record<CsvColumn, string> {
    const { issuedBy, timeZone } = record
    const stamp = (at: string | null | undefined): string => (at ? timeIn(timeZone).stamp(at) : '')
    return {
      issuedAt: stamp(record.issuedAt),
      expiresAt: stamp(record.expiresAt),
      loginId: record.loginId,
      userId: record.userId,
      userName: record.userName,
      memberId: record.memberId,
      memberName: record.memberName,
      issuerLoginId: issuedBy.loginId,
      issuerName: issuedBy.userName,
      state: words.states[record.state],
      usedAt: stamp(record.usedAt),
      supersededAt: stamp(record.supersededAt),
      handovers: record.handovers.map(({ kind }) => words.handovers[kind]).join(words.joint),
      verified: record.verificationId === undefined ? words.verified.no : words.verified.yes,
      origin: words.origins[record.origin],
      note: record.note ?? '',
      timeZone,
      asOf: stamp(asOf),
    }
  }

  return {
    head: byteOrderMark + writeRow(columns.map((column) => words.headers[column])),

    /** `asOf`: the server’s word as of when, for rows of the copy. All instants in the time zone of the row’s member (U8). */
    writeRows: (records: readonly ReissueRecord[], asOf: string | null): string =>
      records
        .map((record) => describe(record, asOf))
        .map((cells) => writeRow(columns.map((column) => cells[column])))
        .join(''),
  }
}

/** One line of CSV. Every cell is quoted, so that no other separator a program may look for ends it either. */
export const writeRow = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${disarm(cell).replaceAll('"', '""')}"`).join(',')}\r\n`

/**
 * Spreadsheets take a cell that begins with `= + - @`, a tab or a line break for a formula, in full width too: it gets a
 * leading apostrophe, as OWASP advises (“CSV Injection”, owasp.org/www-community/attacks/CSV_Injection). Programs that skip
 * blanks, or drop what cannot be seen, are met too. Whoever reads the file with a program of their own takes one leading apostrophe off again.
 */
export const disarm = (cell: string): string => (beginsFormula(cell) ? `'${cell}` : cell)

// SECURITY: S-29. A name or a note is typed by one person, and opened by another one.
// Taken apart (NFKD), every width of a sign is the plain one, and none is joined with a mark behind it into another sign.
const beginsFormula = (cell: string): boolean => /^(?:[\t\r\n]|[\s\p{C}]*[=+\-@−])/u.test(cell.normalize('NFKD'))
