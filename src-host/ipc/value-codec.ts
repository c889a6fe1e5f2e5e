/**
 * Values of the structured clone algorithm as JSON text and back, for what travels between the main process and a
 * preload. Self-contained on purpose: it is also turned into text and run in the preload's world, so it may use
 * nothing but built-ins.
 */
export interface ValueCodec {
  /** Throws `An object could not be cloned.` for functions, symbols, promises and cycles, as Electron does. */
  encode(value: unknown): string
  decode(text: string): unknown
}

export function makeCodec(): ValueCodec {
  const NOT_CLONABLE = 'An object could not be cloned.'
  const arrays = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  }
  const errors = { Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError }
  const isKeyOf = <T extends object>(object: T, key: PropertyKey): key is keyof T => Object.hasOwn(object, key)
  const toBase64 = (bytes: Uint8Array) => {
    let text = ''
    for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
    return btoa(text)
  }
  const fromBase64 = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

  function encodeNumber(value: number) {
    if (Object.is(value, -0)) return { $t: 'number', v: '-0' }
    return Number.isFinite(value) ? value : { $t: 'number', v: String(value) }
  }
  function encodeObject(value: object, parents: object[]): unknown {
    if (parents.includes(value)) throw new Error(NOT_CLONABLE)
    const path = [...parents, value]
    const encodeAll = (list: Iterable<unknown>) => Array.from(list, (each) => encode(each, path))
    if (Array.isArray(value)) return encodeAll(value)
    if (value instanceof Date) return { $t: 'date', v: value.getTime() }
    if (value instanceof RegExp) return { $t: 'regexp', v: [value.source, value.flags] }
    if (value instanceof Map) return { $t: 'map', v: Array.from(value, (entry) => encodeAll(entry)) }
    if (value instanceof Set) return { $t: 'set', v: encodeAll(value) }
    if (value instanceof Error) return { $t: 'error', v: [value.name, value.message, value.stack ?? ''] }
    if (value instanceof ArrayBuffer) return { $t: 'buffer', v: toBase64(new Uint8Array(value)) }
    if (ArrayBuffer.isView(value)) {
      const tag = Object.prototype.toString.call(value).slice(8, -1)
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      return { $t: 'view', k: isKeyOf(arrays, tag) ? tag : 'Uint8Array', v: toBase64(bytes) }
    }
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) throw new Error(NOT_CLONABLE)
    const plain = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encode(each, path)]))
    return Object.hasOwn(plain, '$t') ? { $t: 'object', v: plain } : plain
  }
  function encode(value: unknown, parents: object[]): unknown {
    if (typeof value === 'number') return encodeNumber(value)
    if (typeof value === 'bigint') return { $t: 'bigint', v: String(value) }
    if (value === undefined) return { $t: 'undefined' }
    if (typeof value === 'function' || typeof value === 'symbol') throw new Error(NOT_CLONABLE)
    return typeof value === 'object' && value !== null ? encodeObject(value, parents) : value
  }

  function decodePlain(value: object) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, decode(each)]))
  }
  function decodeError([name, message, stack]: [string, string, string]) {
    const error = new (isKeyOf(errors, name) ? errors[name] : Error)(message)
    if (error.name !== name) error.name = name
    error.stack = stack
    return error
  }
  // `never`: what `v` holds is told by `$t`, and both ends are ours.
  function decodeTagged({ $t, v, k }: { $t: string; v: never; k?: string }): unknown {
    const list = (values: unknown[]) => values.map((each) => decode(each))
    const pair = ([key, value]: [unknown, unknown]): [unknown, unknown] => [decode(key), decode(value)]
    const pairs = (values: [unknown, unknown][]) => values.map(pair)
    const regexp = ([source, flags]: [string, string]) => new RegExp(source, flags)
    switch ($t) {
      case 'number':
        return Number(v)
      case 'bigint':
        return BigInt(v)
      case 'date':
        return new Date(v)
      case 'regexp':
        return regexp(v)
      case 'map':
        return new Map(pairs(v))
      case 'set':
        return new Set(list(v))
      case 'error':
        return decodeError(v)
      case 'buffer':
        return fromBase64(v).buffer
      case 'view':
        return new arrays[k !== undefined && isKeyOf(arrays, k) ? k : 'Uint8Array'](fromBase64(v).buffer)
      case 'object':
        return decodePlain(v)
      default:
        return undefined
    }
  }
  function decode(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((each) => decode(each))
    if (!('$t' in value)) return decodePlain(value)
    const tagged = JSON.parse(JSON.stringify(value))
    return decodeTagged(tagged)
  }
  return { encode: (value) => JSON.stringify(encode(value, [])), decode: (text) => decode(JSON.parse(text)) }
}
