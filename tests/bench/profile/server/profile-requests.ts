import type { BenchData } from '../../server/fill-database.ts'
import { createReissuing } from '../../server/reissue-figures.ts'
import { pathOf } from '../../server/search-figures.ts'
import { searchedWords } from '../../server/searched-words.ts'
import { mergeProfiles, type CallNode } from '../call-tree.ts'
import { createDescribeFrame, findServerSource } from '../describe-frame.ts'
import type { ProfiledServer } from './profiled-server.ts'

/** Where the server’s main thread spent its time while it answered one kind of request. */
export interface RequestProfile {
  readonly name: string
  readonly title: string
  readonly requests: number
  readonly clients: number
  readonly wallMs: number
  /** Without the time in which it had nothing to do. */
  readonly root: CallNode
}

interface Load {
  readonly name: string
  readonly title: string
  readonly requests: number
  readonly clients: number
  readonly ask: () => Promise<unknown>
}

/** `scale`: 1 for some thousand requests of each kind. */
export async function profileRequests(
  server: ProfiledServer,
  data: BenchData,
  scale: number,
): Promise<RequestProfile[]> {
  const describe = createDescribeFrame(findServerSource)
  const profiles: RequestProfile[] = []
  for (const { name, title, clients, requests: most, ask } of listLoads(server, data)) {
    const requests = Math.ceil(most * scale)
    await repeat(Math.ceil(requests / 4), clients, ask)
    const { profile, wallMs } = await server.profile(() => repeat(requests, clients, ask))
    profiles.push({ name, title, requests, clients, wallMs, root: mergeProfiles([profile], describe) })
  }
  return profiles
}

function listLoads({ client }: ProfiledServer, data: BenchData): Load[] {
  const { helpdesk, operators, password } = data
  const [{ token, targetUserId }] = operators
  const ask = (path: string) => client.call(200, 'GET', path, { token: helpdesk.token })
  let turn = 0
  const search = () => {
    const word = searchedWords[turn % searchedWords.length]
    turn += 1
    if (!word) throw new Error('no words')
    return ask(pathOf(word))
  }
  const reissue = createReissuing({ client, data })
  const alone = { clients: 1, requests: 1000 }
  return [
    { name: 'server-search', title: 'Search', clients: 1, requests: 2000, ask: search },
    { name: 'server-reissue', title: 'Reissue', clients: 8, requests: 1000, ask: reissue },
    {
      name: 'server-open-user',
      title: 'Opening a user',
      ...alone,
      ask: () => ask(`/api/v1/users/${targetUserId}`),
    },
    {
      name: 'server-login',
      title: 'Login',
      ...alone,
      ask: () => client.call(201, 'POST', '/api/v1/sessions', { body: { loginId: helpdesk.loginId, password } }),
    },
    {
      name: 'server-suggest',
      title: 'Suggesting a password',
      ...alone,
      ask: () => client.call(201, 'POST', `/api/v1/users/${targetUserId}/suggestions`, { token }),
    },
    { name: 'server-history', title: 'A page of the history', ...alone, ask: () => ask('/api/v1/reissues?limit=50') },
  ]
}

/** So often in all, by so many clients that ask again as soon as they are answered. */
async function repeat(times: number, clients: number, act: () => Promise<unknown>): Promise<void> {
  let left = times
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await act()
    }
  }
  await Promise.all(Array.from({ length: clients }, work))
}
