import { laxSearchMs, peers, strictSearchMs } from './peers.ts'
import type { Figure } from './figures.ts'

/** A column of a table besides the usual ones. */
export interface ExtraColumn {
  readonly title: string
  readonly read: (figure: Figure) => string
}

export interface Heading {
  readonly title: string
  /** What is measured, and what the floor is. */
  readonly note: string
  /** What stands in place of the floor. */
  readonly floorTitle?: string
  readonly extraColumns?: readonly ExtraColumn[]
}

const showRange = ([from, to]: readonly [number, number]): string => `${from} – ${to.toLocaleString('en')}`

const searchPeers: readonly ExtraColumn[] = [
  {
    title: `≤ ${laxSearchMs} ms`,
    read: ({ value }) => (value.median <= laxSearchMs ? 'yes' : 'no'),
  },
  { title: 'LTB, any word', read: () => showRange(peers.ltb.search) },
  { title: 'LAM, any word', read: () => showRange(peers.lam.search) },
]

/** Under which the figures of the server stand; each is followed by what it was measured on. */
export const headings = {
  reissuesOpen: {
    title: 'Reissues per second, open model',
    note: 'Clients that do not wait for their answers ask together as often as the floor goes; what is answered in a second. Floor: the hashes alone, on as many threads as the server hashes on.',
  },
  reissuesClosed: {
    title: 'Reissues per second, closed model',
    note: 'Clients that ask again as soon as they are answered. Floor: the same hashes; in the last row on all cores, which nobody reaches who shares them with the clients and the database. The goal is for more clients than threads: fewer leave a thread idle.',
  },
  arrivals: {
    title: 'Reissues arriving, 20 a second',
    note: 'Counted from when each was due. Floor: one hash; of the event loop’s delay, the idle server’s.',
  },
  search: {
    title: 'Search',
    note: 'The first 50 of all hits with the exact total, for 15 words, one client; the server answers from the index in its memory. Floor: the SQL of the search through the bare driver.',
  },
  index: {
    title: 'The search index in memory',
    note: 'Once, when the server has started; until then the database answers. Nothing is measured before it is ready.',
  },
  searchKinds: {
    title: 'Search by kind of word',
    note: `The helpdesk’s, over all members; each word twenty times in a row, then its SQL as often. The goal is 0.6 × LTB’s. Of LTB only the range over all kinds is known: ${strictSearchMs} ms is that of its fastest kind, ${laxSearchMs} ms of its slowest.`,
    extraColumns: searchPeers,
  },
  searchTail: {
    title: 'p95 by kind of word',
    note: 'The helpdesk’s, over all members, one-letter words as well.',
  },
  growth: {
    title: 'Growth',
    note: 'The same searches over HTTP among more users and among fewer, in the same rounds.',
    floorTitle: 'among fewest',
  },
  pages: {
    title: 'Requests',
    note: 'Median. Floor: the statements that the request cannot do without, prepared, with the session’s look-up and the audit, and the hash, through the bare driver. Of HTTP itself: a route of a bare Fastify in its own process that only says hello.',
  },
  job: {
    title: 'The whole job by script',
    note: `Logged in once; for each user: search by login ID, open, take a suggestion, reissue with it; median per user, one client. Floor: the statements of each step and one hash. The same job takes LTB ${peers.ltb.wholeJob} ms with salted SHA-1, LAM ${peers.lam.wholeJob.toLocaleString('en')} ms.`,
  },
  import: {
    title: 'Import',
    note: 'Of new users, by the command’s own way, from a CSV file to the commit and the statistics. Floor: the same rows by COPY into the same tables of a new database, where the indexes that no constraint needs are made afterwards, as in the import.',
  },
  kinds: {
    title: 'PGlite and PostgreSQL side by side',
    note: 'On PGlite; in place of the floor, the same on PostgreSQL in the same rounds. Medians, one client.',
    floorTitle: 'PostgreSQL',
  },
  processes: {
    title: 'Three processes',
    note: 'Over one database, asked in turn by 8 clients at once; in place of the floor, one process in the same rounds. They share the cores with the clients and the database.',
    floorTitle: 'one process',
  },
} as const satisfies Readonly<Record<string, Heading>>

/** The name of a figure: `Heading, what it was measured on: row`. */
export const nameFigure = ({ title }: Heading, label: string, row: string): string =>
  `${label === '' ? title : `${title}, ${label}`}: ${row}`

/** The longest one that a heading begins with. */
export const findHeading = (heading: string): Heading | undefined =>
  Object.values<Heading>(headings)
    .filter(({ title }) => heading === title || heading.startsWith(`${title}, `))
    .toSorted((a, b) => b.title.length - a.title.length)[0]
