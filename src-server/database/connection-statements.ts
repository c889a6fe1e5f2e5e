import pg from 'pg'
import { isCommittedAlong, isKeptPrepared, isSentWithNext, nameKept } from './kept-statements.ts'
import { sendTogether, type Statement } from './send-together.ts'

export interface ConnectionStatements {
  /** Puts a statement off until the next one, with which it goes; should it fail, so does that one. */
  lead(text: string, values: readonly unknown[]): void
}

const begin = keep('begin', [])
const commit = keep('commit', [])
const noAnswerYet = { command: '', rowCount: null, rows: [] }

function keep(text: string, values: readonly unknown[]): Statement {
  return { text, values, name: nameKept(text) }
}

/**
 * How the statements of a connection are sent: marked ones are kept prepared, and what would be a round trip for nothing
 * goes with the next statement (`begin`, and what `lead` was given) or with the one before (`commit`, where that is marked).
 * `forgetState` is told when a statement has failed or a transaction is undone, which takes back what had led it.
 */
export function planStatements(client: pg.Client, forgetState: () => void): ConnectionStatements {
  const original: unknown = Reflect.get(client, 'query')
  if (typeof original !== 'function') throw new TypeError('the driver has changed')
  const send = (...asked: readonly unknown[]): unknown => Reflect.apply(original, client, asked)
  let leading: Statement[] = []
  let transaction: 'none' | 'awaited' | 'open' | 'committed' = 'none'

  const takeLeading = (): Statement[] => {
    const taken = transaction === 'awaited' ? [...leading, begin] : leading
    if (transaction === 'awaited') transaction = 'open'
    leading = []
    return taken
  }

  const run = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    const before = takeLeading()
    if (isSentWithNext(text)) {
      leading = [...before, keep(text, values)]
      return noAnswerYet
    }
    const isKept = isKeptPrepared(text)
    // Without values it may be several statements, or none that can be prepared.
    if (!isKept && values.length === 0) {
      if (before.length > 0) await sendTogether(client, send, before, 0)
      return await send(text, values)
    }
    const statement: Statement = isKept ? keep(text, values) : { text, values }
    const commits = transaction === 'open' && isCommittedAlong(text)
    if (before.length === 0 && !commits) return await send(statement.name === undefined ? text : statement, values)
    const all = [...before, statement, ...(commits ? [commit] : [])]
    const result = await sendTogether(client, send, all, before.length)
    if (commits) transaction = 'committed'
    return result
  }

  /** Nothing is left to be sent: it has gone along with something else, or there was nothing to begin with. */
  const endSilently = (command: 'COMMIT' | 'ROLLBACK') => {
    transaction = 'none'
    return { command, rowCount: null, rows: [] }
  }

  const query = async (text: string, values: readonly unknown[] = []): Promise<unknown> => {
    if (text === 'begin') {
      transaction = 'awaited'
      return { command: 'BEGIN', rowCount: null, rows: [] }
    }
    if (text === 'commit' && (transaction === 'committed' || transaction === 'awaited')) return endSilently('COMMIT')
    if (text === 'rollback' && transaction === 'awaited') return endSilently('ROLLBACK')
    if (text === 'rollback' && leading.includes(begin)) {
      leading = leading.slice(0, leading.indexOf(begin))
      return endSilently('ROLLBACK')
    }
    try {
      return await run(text, values)
    } catch (error) {
      forgetState()
      throw error
    } finally {
      if (text === 'commit' || text === 'rollback') transaction = 'none'
      if (text === 'rollback') forgetState()
    }
  }
  Object.defineProperty(client, 'query', { value: query })
  return { lead: (text, values) => void leading.push(keep(text, values)) }
}
