import { expect, it } from 'vitest'
import { startMemberAlertLoop } from '../../../../src-server/modules/verifications/member-alert-loop-service.ts'
import { createManualTimer } from '../../../support/manual-timer.ts'

it('looks for members to be told once a minute, goes on after a failure, and stops at once (H3, R7)', async () => {
  const timer = createManualTimer()
  const started = timer.now().getTime()
  const rounds: number[] = []
  const said: string[] = []
  const loop = startMemberAlertLoop({
    alerts: {
      alertDue: async () => {
        rounds.push((timer.now().getTime() - started) / 1000)
        if (rounds.length === 1) throw Object.assign(new Error('no database'), { code: 'ECONNREFUSED' })
        return rounds.length - 2
      },
    },
    log: { warn: (fields) => void said.push(JSON.stringify(fields)) },
    wait: (delayMs, signal) =>
      new Promise((resolve, reject) => {
        timer.after(delayMs, () => resolve(undefined))
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      }),
  })
  await timer.advance(185_000)
  expect(rounds).toEqual([60, 120, 180])
  expect(said).toEqual(['{"code":"ECONNREFUSED"}', '{"members":1}'])
  await loop.stop()
  await timer.advance(120_000)
  expect(rounds).toHaveLength(3)
})
