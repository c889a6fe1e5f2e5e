import { isIPv4, isIPv6 } from 'node:net'

/** The groups of an IPv6 address that a provider gives to one customer: whoever has one of them has 2^64 addresses. */
const NETWORK_GROUPS = 4

/**
 * What counts as one address: an IPv4 address, or the /64 network of an IPv6 one. An IPv4 address in an IPv6 wrapping is
 * itself. `remoteAddress` is that of a request’s origin, without a port; whatever is no address counts as one and the same.
 */
export function groupAddress(remoteAddress: string): string {
  const address = remoteAddress.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIPv4(address)) return address
  return isIPv6(address) ? `${expandGroups(address).slice(0, NETWORK_GROUPS).join(':')}::/64` : 'unknown'
}

/** The eight groups of an IPv6 address, without leading zeros. */
function expandGroups(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::')
  const [before, after] = [splitGroups(head), splitGroups(tail ?? '')]
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
}

/** An IPv4 address at the end stands for two groups; their value does not matter here, since they are the last. */
const splitGroups = (part: string): string[] =>
  part === ''
    ? []
    : part.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [Number.parseInt(group, 16).toString(16)]))
