import { describe, expect, it } from 'vitest'
import { readConfiguration } from '../../../../src-server/config/read-configuration.ts'

const read = (value: string) =>
  readConfiguration({ SAIHAKKO_TRUSTED_PROXIES: value, SAIHAKKO_DATA_DIR: '/tmp/nowhere' })

describe('proxies whose word on the client’s address is taken (P11)', () => {
  it.each([
    ['10.0.0.1', ['10.0.0.1']],
    ['10.0.0.1, 10.1.0.0/16,fd00::/8', ['10.0.0.1', '10.1.0.0/16', 'fd00::/8']],
    ['::1', ['::1']],
  ])('%s', (value, proxies) => {
    expect(read(value).trustedProxies).toEqual(proxies)
  })

  it('nobody by default', () => {
    expect(read('').trustedProxies).toBeUndefined()
  })

  it.each([
    'true',
    '*',
    'loopback',
    '1',
    '10.0.0.0/33',
    '0.0.0.0/0',
    'fd00::/129',
    '10.0.0.1,',
    'proxy.example',
    '10.0.0.1/16/8',
  ])('refuses %s', (value) => {
    expect(() => read(value)).toThrow(expect.objectContaining({ code: 'configuration_invalid' }))
  })
})
