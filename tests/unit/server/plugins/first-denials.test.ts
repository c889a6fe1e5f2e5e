import { describe, expect, it } from 'vitest'
import { recordFirstDenials } from '../../../../src-server/plugins/first-denials.ts'
import { sampleAdministrator } from '../../../support/sample-caller.ts'

describe('denials in the audit (P21)', () => {
  const origin = { requestId: 'r', remoteAddress: '127.0.0.1' }
  let nowMs = 0
  const recorded: string[] = []
  const record = recordFirstDenials(
    () => new Date(nowMs),
    async ({ sessionId }, operation) => void recorded.push(`${sessionId} ${operation}`),
  )
  const deny = (sessionId: string, operation: string) =>
    record({ ...sampleAdministrator, sessionId }, operation, 'forbidden_role', origin)

  it('the first of a session at a route counts, the next thousand do not, and a minute later it counts again', async () => {
    await Promise.all(Array.from({ length: 1000 }, () => deny('S-1', 'GET /audit')))
    await deny('S-1', 'GET /users')
    await deny('S-2', 'GET /audit')
    expect(recorded).toEqual(['S-1 GET /audit', 'S-1 GET /users', 'S-2 GET /audit'])
    nowMs += 60_000
    await deny('S-1', 'GET /audit')
    expect(recorded).toHaveLength(4)
  })

  it('one that could not be recorded is not taken for recorded (P25)', async () => {
    let isBroken = true
    const attempts = recordFirstDenials(
      () => new Date(0),
      async () => {
        if (isBroken) throw new Error('no audit')
      },
    )
    await expect(attempts(sampleAdministrator, 'GET /audit', 'forbidden_role', origin)).rejects.toThrow('no audit')
    isBroken = false
    await expect(attempts(sampleAdministrator, 'GET /audit', 'forbidden_role', origin)).resolves.toBeUndefined()
  })
})
