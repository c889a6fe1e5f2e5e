import { describe, expect, it } from 'vitest'
import { groupAddress } from '../../../../src-server/modules/throttling/address-group.ts'
import { originOf } from '../../../../src-server/plugins/request-origin.ts'

describe('where a request came from (P11, P23)', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8::1', '2001:db8::1'],
    // As some proxies write into X-Forwarded-For. All their clients as one would be throttled as one.
    ['203.0.113.9:4711', '203.0.113.9'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['203.0.113.9:4711 ', 'unknown'],
    ['203.0.113.9:x', 'unknown'],
    ['[evil]:1', 'unknown'],
    ['evil', 'unknown'],
    ['', 'unknown'],
  ])('%j is told as %s', (ip, remoteAddress) => {
    expect(originOf({ id: 'r', ip })).toEqual({ requestId: 'r', remoteAddress })
  })

  it('is one client with and without a port (P11)', () => {
    const groupOf = (ip: string): string => groupAddress(originOf({ id: 'r', ip }).remoteAddress)
    expect(groupOf('203.0.113.9:4711')).toBe(groupOf('203.0.113.9'))
    expect(groupOf('[2001:db8::1]:4711')).toBe(groupOf('2001:db8::1'))
  })
})
