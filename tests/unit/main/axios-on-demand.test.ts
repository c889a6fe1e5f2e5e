import { expect, it } from 'vitest'
import { createApiClientOnDemand } from '../../../src-main/adapters/axios-on-demand.ts'
import { createNodeServerAgents } from '../../../src-main/adapters/node-server-agent.ts'

it('a call that waits for the client goes to no other server that was chosen meanwhile (S-20)', async () => {
  let [identity, asked] = ['https://first.example', 0]
  const client = createApiClientOnDemand({
    target: () => {
      asked += 1
      return Promise.reject(new Error('no server is to be asked'))
    },
    identity: () => identity,
    agents: createNodeServerAgents({ dial: () => Promise.reject(new Error('nobody is dialled')) }),
    timeoutMs: 1_000,
    probeTimeoutMs: 1_000,
    onHeard: () => undefined,
  })
  const call = client.call('readPolicy', {}, 'token of the first')
  identity = 'https://second.example'
  await expect(call).rejects.toMatchObject({ code: 'server_unreachable' })
  expect(asked).toBe(0)
})
