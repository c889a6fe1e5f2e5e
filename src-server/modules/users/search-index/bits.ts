/** Sets of users as bits, user 0 in the lowest bit of the first word. */
export type Bits = Uint32Array

export const wordsFor = (users: number): number => (users + 31) >>> 5

export const hasBit = (bits: Bits, user: number): boolean => (((bits[user >>> 5] ?? 0) >>> (user & 31)) & 1) === 1

export function setBit(bits: Bits, user: number): void {
  const word = user >>> 5
  bits[word] = (bits[word] ?? 0) | (1 << (user & 31))
}

export function clearBit(bits: Bits, user: number): void {
  const word = user >>> 5
  bits[word] = (bits[word] ?? 0) & ~(1 << (user & 31))
}

/** All of so many users. */
export function fillBits(bits: Bits, users: number): void {
  bits.fill(0xffffffff, 0, users >>> 5)
  if ((users & 31) !== 0) bits[users >>> 5] = 2 ** (users & 31) - 1
}

export function keepCommon(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) & (other[word] ?? 0)
}

export function removeAll(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) & ~(other[word] ?? 0)
}

export function countBits(bits: Bits): number {
  let count = 0
  for (let word = 0; word < bits.length; word += 1) {
    let rest = bits[word] ?? 0
    if (rest === 0) continue
    rest -= (rest >>> 1) & 0x55555555
    rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
    count += Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

/** The users of the set in order. */
export function listBits(bits: Bits, count: number): Uint32Array {
  const users = new Uint32Array(count)
  let found = 0
  for (let word = 0; word < bits.length; word += 1) {
    let rest = bits[word] ?? 0
    while (rest !== 0) {
      const lowest = rest & -rest
      users[found] = word * 32 + 31 - Math.clz32(lowest)
      found += 1
      rest ^= lowest
    }
  }
  return users
}
