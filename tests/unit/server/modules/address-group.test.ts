import { describe, expect, it } from 'vitest'
import { groupAddress } from '../../../../src-server/modules/throttling/address-group.ts'

describe('what counts as one address (P11)', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:1:2:3:4:192.0.2.7', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', 'unknown'],
    ['not an address', 'unknown'],
    ['1.2.3', 'unknown'],
    // A port is gone before: that is `originOf`’s to do, once for the audit and the throttles.
    ['192.0.2.7:50123', 'unknown'],
  ])('%s is %s', (address, group) => {
    expect(groupAddress(address)).toBe(group)
  })
})
