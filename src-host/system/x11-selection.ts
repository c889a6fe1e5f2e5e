/**
 * The host as owner of the clipboard of an X server: other programs ask, the owner answers (ICCCM §2,
 * https://www.x.org/releases/current/doc/icccm/icccm.html). @napi-rs/clipboard offers text only; markers for password
 * managers need an owner of our own.
 */
import { notSupported } from '../border.ts'
import { asked, words } from './x11-display.ts'
import type { SelectionEvent, X11Client, X11Display } from './x11-display.ts'

/** What is offered: name of a format → bytes. */
export type Offer = ReadonlyMap<string, Buffer>
export interface X11Selection<T> {
  /**
   * Rejects when another program takes over at the same moment.
   * @param content what `owned` gives back; forgotten with the ownership
   */
  own(offer: Offer, content: T): Promise<void>
  /** The content, as long as no other program has taken over. */
  owned(): Promise<T | undefined>
  /** The clipboard holds nothing then, whoever owned it. */
  clear(): void
}

/** All formats together must fit into one request of the protocol (262,140 bytes with its head). */
const LIMIT_BYTES = 250_000
const TEXT_FORMATS = ['UTF8_STRING', 'text/plain;charset=utf-8', 'text/plain']
const ATOMS = [
  'CLIPBOARD',
  'TARGETS',
  'TIMESTAMP',
  'UTF8_STRING',
  'ATOM',
  'INTEGER',
  'STRING',
  'SAIHAKKO_TIME',
] as const
const [REPLACE, APPEND] = [0, 2]
const PROPERTY_CHANGE_MASK = 1 << 22
const SELECTION_NOTIFY = 31

/** Plain text in every name that programs ask for it by. */
export function textOffer(text: string): Offer {
  const utf8 = Buffer.from(text, 'utf8')
  const offer = new Map(TEXT_FORMATS.map((format) => [format, utf8]))
  // STRING is Latin-1 (ICCCM §2.7.1): offered only when nothing gets lost.
  const latin1 = Buffer.from(text, 'latin1')
  if (latin1.toString('latin1') === text) offer.set('STRING', latin1)
  return offer
}

async function internAtoms(client: X11Client, names: readonly string[]): Promise<Map<string, number>> {
  const intern = async (name: string) =>
    [name, await asked<number>((answer) => client.InternAtom(false, name, answer))] as const
  return new Map(await Promise.all(names.map(intern)))
}

export async function createX11Selection<T>({ client, root }: X11Display): Promise<X11Selection<T>> {
  const known = await internAtoms(client, ATOMS)
  const atom = (name: (typeof ATOMS)[number]) => known.get(name) ?? 0
  const window = client.AllocID()
  client.CreateWindow(window, root, 0, 0, 1, 1, 0, 0, 0, 0, { eventMask: PROPERTY_CHANGE_MASK })
  const awaitingTime: ((time: number) => void)[] = []
  let current: { formats: ReadonlyMap<number, { type: number; data: Buffer }>; content: T; since: number } | undefined

  /** The server's clock, by a change of nothing: who owns since when must not rest on guesses (ICCCM §2.1). */
  function readTime() {
    return new Promise<number>((resolve) => {
      awaitingTime.push(resolve)
      client.ChangeProperty(APPEND, window, atom('SAIHAKKO_TIME'), atom('INTEGER'), 32, Buffer.alloc(0))
    })
  }
  /** Writes what was asked for to the asking window; false when we do not have it. */
  function hand({ requestor, target }: SelectionEvent, property: number): boolean {
    if (current === undefined) return false
    const put = (type: number, unitBits: number, data: Buffer) =>
      client.ChangeProperty(REPLACE, requestor, property, type, unitBits, data)
    const format = current.formats.get(target)
    if (target === atom('TARGETS')) put(atom('ATOM'), 32, words(target, atom('TIMESTAMP'), ...current.formats.keys()))
    else if (target === atom('TIMESTAMP')) put(atom('INTEGER'), 32, words(current.since))
    else if (format === undefined) return false
    else put(format.type, 8, format.data)
    return true
  }
  function answer(event: SelectionEvent) {
    const { time, requestor, selection, target } = event
    const property = event.property === 0 ? target : event.property // clients from before ICCCM name none
    const given = hand(event, property) ? property : 0
    const kind = Buffer.from([SELECTION_NOTIFY, 0, 0, 0])
    const notice = Buffer.concat([kind, words(time, requestor, selection, target, given, 0, 0)])
    client.SendEvent(requestor, 0, 0, notice)
  }
  client.on('event', (event) => {
    if (event.name === 'PropertyNotify') awaitingTime.shift()?.(event.time)
    else if (event.name === 'SelectionRequest') answer(event)
    // One that is older than our ownership told of the one before.
    else if (current !== undefined && event.time >= current.since) current = undefined
  })
  client.on('end', () => {
    current = undefined
  })
  const isOwner = async () =>
    (await asked<number>((reply) => client.GetSelectionOwner(atom('CLIPBOARD'), reply))) === window

  return {
    async own(offer, content) {
      if ([...offer.values()].some((data) => data.length > LIMIT_BYTES))
        throw notSupported(`clipboard content of more than ${LIMIT_BYTES} bytes`)
      const names = await internAtoms(client, [...offer.keys()])
      const formats = new Map(
        [...offer].map(([name, data]) => {
          const target = names.get(name) ?? 0
          return [target, { type: name === 'text/plain' ? atom('UTF8_STRING') : target, data }] as const
        }),
      )
      const since = await readTime()
      current = { formats, content, since }
      client.SetSelectionOwner(window, atom('CLIPBOARD'), since)
      if (!(await isOwner())) throw new Error('another program took the clipboard over')
    },
    owned: async () => ((await isOwner()) ? current?.content : undefined),
    clear() {
      current = undefined
      client.SetSelectionOwner(0, atom('CLIPBOARD'), 0)
    },
  }
}
