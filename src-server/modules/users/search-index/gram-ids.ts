/** Gives numbers from 0 on to keys, each once: a hash table of numbers, since a `Map` of a million keys takes ten times as long. */
export interface GramIds {
  /** The number of a key, a new one when it has none. */
  idOf(key: number, hash: number): number
  /** The number of a key that has one. */
  find(key: number): number
  /** The keys in the order of their numbers. */
  keys(): Float64Array
  count(): number
}

/** Spreads the two halves of a key over 32 bits. */
export function hashHalves(high: number, low: number): number {
  const mixed = Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b)
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 7
}

export function createGramIds(hashOf: (key: number) => number): GramIds {
  let keys = new Float64Array(4096)
  let places = new Int32Array(16_384).fill(-1)
  let mask = places.length - 1
  let count = 0

  const grow = (): void => {
    keys = new Float64Array(keys.buffer.transfer(keys.byteLength * 2))
    places = new Int32Array(places.length * 2).fill(-1)
    mask = places.length - 1
    for (let id = 0; id < count; id += 1) {
      let place = hashOf(keys[id] ?? 0) & mask
      while ((places[place] ?? -1) >= 0) place = (place + 1) & mask
      places[place] = id
    }
  }

  const idOf = (key: number, hash: number): number => {
    let place = hash & mask
    for (;;) {
      const id = places[place] ?? -1
      if (id < 0) break
      if (keys[id] === key) return id
      place = (place + 1) & mask
    }
    const id = count
    places[place] = id
    keys[id] = key
    count += 1
    if (count === keys.length) grow()
    return id
  }

  return {
    idOf,
    find: (key) => idOf(key, hashOf(key)),
    keys: () => keys.slice(0, count),
    count: () => count,
  }
}
