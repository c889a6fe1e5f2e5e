import { expect, test, testInPage } from './sample-app.ts'

testInPage('the page sees nothing of the preload but what it exposed (E2, E3)', async ({ page }) => {
  const world = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'ipcRenderer', 'secretOfPreload'].filter((name) => name in window),
    ours: Object.getOwnPropertyNames(window).filter((name) => /electron|host(Send|Receive)/i.test(name)),
    isFrozen: Object.isFrozen(globalThis.sample) && Object.isFrozen(globalThis.sample.versions),
    reached: globalThis.sample.echo.constructor('return typeof require + typeof secretOfPreload')(),
  }))
  expect(world).toEqual({ globals: [], ours: [], isFrozen: true, reached: 'undefinedundefined' })
  const replaced = await page.evaluate(() => {
    Reflect.set(window, 'sample', 1)
    return [typeof globalThis.sample, Reflect.deleteProperty(window, 'sample')]
  })
  expect(replaced).toEqual(['object', false])
})

testInPage('an iframe gets neither the API nor the way to the host (E3)', async ({ page }) => {
  const inFrame = await page.evaluate(async () => {
    const frame = document.createElement('iframe')
    frame.src = 'frame.html'
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
    document.body.append(frame)
    await loaded
    const inner = frame.contentWindow
    return ['sample', '__hostSend', '__hostReceive'].map((name) => typeof (inner && Reflect.get(inner, name)))
  })
  expect(inFrame).toEqual(['undefined', 'undefined', 'undefined'])
})

testInPage('a page that poisons prototypes neither breaks the bridge nor sees its secret (E3)', async ({ page }) => {
  const text = await page.evaluate(async () => {
    const log: string[] = []
    const record = (...values: unknown[]) => {
      for (const value of values)
        log[log.length] =
          typeof value === 'string'
            ? value
            : value instanceof Event
              ? value.type
              : Object.prototype.toString.call(value)
    }
    const { apply } = Reflect
    const wrap = (object: object, name: string) => {
      const original: unknown = Reflect.get(object, name)
      if (typeof original !== 'function') throw new Error(name)
      Reflect.set(object, name, function (this: unknown, ...args: unknown[]): unknown {
        record(name, ...args)
        return apply(original, this, args)
      })
    }
    for (const name of ['dispatchEvent', 'addEventListener']) wrap(EventTarget.prototype, name)
    for (const name of ['get', 'set', 'has']) {
      wrap(Map.prototype, name)
      wrap(WeakMap.prototype, name)
    }
    // oxlint-disable-next-line typescript/unbound-method -- called through Reflect.apply
    const { then } = Promise.prototype
    Reflect.set(Promise.prototype, 'then', function (this: unknown, ...args: unknown[]): unknown {
      record('then')
      return apply(then, this, args)
    })
    const OriginalEvent = CustomEvent
    Reflect.set(window, 'CustomEvent', function (name: string, options: object) {
      record(name)
      return new OriginalEvent(name, options)
    })
    const { defineProperty } = Object
    for (const name of ['bubbles', 'detail', 'kind', 'id', 'ok', 'name', 'message', 'value']) {
      const trap: PropertyDescriptor = Object.create(null) // else the page would fall into its own trap
      trap.configurable = true
      trap.get = function () {
        record(`get ${name}`, ...Object.getOwnPropertyNames(this))
        return undefined
      }
      trap.set = () => record(`set ${name}`)
      defineProperty(Object.prototype, name, trap)
    }
    const iterate = Array.prototype[Symbol.iterator]
    Reflect.set(Array.prototype, Symbol.iterator, function (this: unknown[]) {
      for (let i = 0; i < this.length; i++) record(this[i])
      return apply(iterate, this, [])
    })
    Reflect.set(Array, 'isArray', () => true)
    Reflect.set(Object, 'keys', () => [])
    Reflect.set(Reflect, 'apply', () => record('apply'))
    const { sample } = globalThis
    const frame = await sample.frame()
    const tock = await new Promise<number>((resolve) => {
      const off = sample.onTock((count) => {
        off()
        resolve(count)
      })
      sample.tick(1)
    })
    return JSON.stringify({ url: frame.url, tock, log: log.join('|') })
  })
  const result: { url: string; tock: number; log: string } = JSON.parse(text)
  expect(result.url).toBe('app://desk/index.html')
  expect(result.tock).toBe(2)
  expect(result.log).not.toMatch(/[0-9a-f]{32}/) // 128 random bits, in hexadecimal
})

testInPage('values, errors, promises and callbacks cross the bridge', async ({ page }) => {
  const result = await page.evaluate(async () => {
    const { sample } = globalThis
    const thrown = (() => {
      try {
        return sample.throwRangeError()
      } catch (error) {
        return error instanceof RangeError ? error.message : 'other'
      }
    })()
    const failed: unknown = await sample.fail().catch((error: unknown) => error)
    const tock = await new Promise<number>((resolve) => {
      const off = sample.onTock((count) => {
        off()
        resolve(count)
      })
      sample.tick(41)
    })
    const echo = await sample.echo({
      date: new Date(5),
      map: new Map([[1, new Set(['a'])]]),
      nothing: undefined,
      bytes: new Uint8Array([1, 255]),
      notANumber: Number.NaN,
      big: 10n,
      error: new TypeError('t'),
      like: [{ $t: 'undefined' }],
      pattern: /a/gi,
    })
    return {
      sum: sample.add(2, 3),
      thrown,
      failed: failed instanceof Error ? failed.message : failed,
      tock,
      date: echo.date instanceof Date && echo.date.getTime(),
      map: echo.map.get(1)?.has('a'),
      nothing: 'nothing' in echo && echo.nothing === undefined,
      bytes: echo.bytes instanceof Uint8Array && [...echo.bytes],
      notANumber: Number.isNaN(echo.notANumber),
      big: echo.big === 10n,
      error: echo.error instanceof Error && echo.error.message,
      like: echo.like[0]?.$t,
      pattern: String(echo.pattern),
    }
  })
  expect(result).toEqual({
    sum: 5,
    thrown: 'from the preload',
    failed: "Error invoking remote method 'fail': TypeError: nope",
    tock: 42,
    date: 5,
    map: true,
    nothing: true,
    bytes: [1, 255],
    notANumber: true,
    big: true,
    error: 't',
    like: 'undefined',
    pattern: '/a/gi',
  })
})

test('an unknown channel and a value that cannot be cloned are refused', async ({ desk, page }) => {
  await desk.evaluate(({ ipcMain }) => ipcMain.removeHandler('fail'))
  const messages = await page.evaluate(async () => {
    const { sample } = globalThis
    const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
    const cycle: { self?: object } = {}
    cycle.self = cycle
    const tooDeep = (() => {
      try {
        return typeof sample.echo(cycle)
      } catch (error) {
        return messageOf(error)
      }
    })()
    const symbol = (() => {
      try {
        return typeof sample.echo(Symbol('x'))
      } catch (error) {
        return messageOf(error)
      }
    })()
    return [await sample.fail().catch(messageOf), tooDeep, symbol]
  })
  expect(messages).toEqual([
    "Error invoking remote method 'fail': Error: No handler registered for 'fail'",
    'Object is too deep or has a cycle',
    'An object could not be cloned.',
  ])
})
