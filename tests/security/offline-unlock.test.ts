import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { SecretBoxPort } from '../../src-main/ports/secret-box-port.ts'
import { derivationCost, newDataKey, openSealed, sealBytes } from '../../src-main/services/copy-encryption.ts'
import { createSynchronisedDesk, owner, ownPassword, refusal, restartDesk } from '../support/offline-desk.ts'

const dayMs = 86_400_000
const everything = { limit: 50 }

describe('S-18: opening it without the server (E38)', () => {
  it('needs the password, after a restart too', async () => {
    const desk = await createSynchronisedDesk()
    desk.history.close()
    const again = restartDesk(desk)
    await again.history.start()
    expect(again.history.read()).toMatchObject({ kept: 'disk', entries: 3 })
    await expect(again.history.unlock(owner, 'wrong')).rejects.toEqual(refusal('invalid_credentials'))
    await again.history.unlock(owner, ownPassword)
    again.clock.isReachable = false
    expect(await again.history.list(everything)).toMatchObject({ total: 3 })
  })

  it('is for this account on this server alone', async () => {
    const { history } = await createSynchronisedDesk()
    const missing = refusal('offline_copy_missing')
    await expect(history.unlock({ ...owner, userId: 'somebody' }, ownPassword)).rejects.toEqual(missing)
    await expect(history.unlock({ ...owner, serverUrl: 'https://other' }, ownPassword)).rejects.toEqual(missing)
  })

  it('waits longer after each wrong password, over restarts, and erases after ten', async () => {
    const desk = await createSynchronisedDesk()
    desk.history.close()
    let current = desk
    const waits = [undefined, undefined, 5, 15, 30, 60, 60, 60, 60]
    for (const [index, seconds] of waits.entries()) {
      current = index % 2 === 0 ? restartDesk(current) : current
      await expect(current.history.unlock(owner, 'wrong')).rejects.toEqual(refusal('invalid_credentials', seconds))
      if (seconds === undefined) continue
      current = index % 2 === 1 ? restartDesk(current) : current
      await expect(current.history.unlock(owner, ownPassword)).rejects.toEqual(refusal('too_many_attempts', seconds))
      await current.timer.advance(seconds * 1000)
    }
    await expect(current.history.unlock(owner, 'wrong')).rejects.toEqual(refusal('offline_copy_erased'))
    expect(current.history.read().kept).toBe('none')
    await expect(current.history.unlock(owner, ownPassword)).rejects.toEqual(refusal('offline_copy_missing'))
  })

  it('gives no further try when the erasure after the tenth was cut off or failed', async () => {
    const desk = await createSynchronisedDesk()
    desk.history.close()
    const held = restartDesk(desk, { store: { ...desk.store, wipe: () => Promise.reject(new Error('busy')) } })
    for (let tries = 1; tries <= 10; tries += 1) {
      await expect(held.history.unlock(owner, 'wrong')).rejects.toMatchObject(
        tries < 10 ? { code: 'invalid_credentials' } : { message: 'busy' },
      )
      await desk.timer.advance(60_000)
    }
    await expect(held.history.unlock(owner, ownPassword)).rejects.toThrow('busy')
    const again = restartDesk(desk)
    await expect(again.history.unlock(owner, ownPassword)).rejects.toEqual(refusal('offline_copy_erased'))
    expect(await desk.store.readHeader()).toBeUndefined()
  })

  it('does not wait less, nor for ever, when the clock is set', async () => {
    const desk = await createSynchronisedDesk()
    desk.history.close()
    for (let tries = 0; tries < 3; tries += 1)
      await expect(desk.history.unlock(owner, 'wrong')).rejects.toEqual(
        refusal('invalid_credentials', tries < 2 ? undefined : 5),
      )
    for (const aheadMs of [dayMs, -dayMs]) {
      desk.clock.aheadMs = aheadMs
      await expect(desk.history.unlock(owner, ownPassword)).rejects.toEqual(refusal('too_many_attempts', 5))
    }
    await desk.timer.advance(5_000)
    await desk.history.unlock(owner, ownPassword)
  })

  it('counts a try before it is made, and refuses one that cannot be counted', async () => {
    const desk = await createSynchronisedDesk()
    desk.history.close()
    const full = restartDesk(desk, { store: { ...desk.store, commit: () => Promise.reject(new Error('full')) } })
    await expect(full.history.unlock(owner, ownPassword)).rejects.toEqual(refusal('file_not_written'))
  })

  it('is over only when the try is counted: what is erased after one that failed does not come back', async () => {
    const desk = await createSynchronisedDesk()
    desk.history.close()
    const disk = Promise.withResolvers<void>()
    const commit: typeof desk.store.commit = async (change) => {
      await disk.promise
      await desk.store.commit(change)
    }
    const deriveKey = () => Promise.reject(new Error('no native code'))
    const broken = restartDesk(desk, { store: { ...desk.store, commit }, derivation: { deriveKey } })
    const outcomes = Promise.allSettled([broken.history.unlock(owner, ownPassword), broken.history.wipe()])
    await setImmediate()
    disk.resolve()
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    await setImmediate()
    expect(await desk.store.readHeader()).toBeUndefined()
  })

  it('forgets wrong tries after the right password', async () => {
    const desk = await createSynchronisedDesk()
    for (let round = 0; round < 6; round += 1) {
      desk.history.close()
      await expect(desk.history.unlock(owner, 'wrong')).rejects.toEqual(refusal('invalid_credentials'))
      await desk.history.unlock(owner, ownPassword)
    }
  })

  it('takes a new password while it is open, and begins anew for one it does not know', async () => {
    const desk = await createSynchronisedDesk()
    await desk.history.openWithServer(owner, 'a new password')
    desk.history.close()
    await desk.history.unlock(owner, 'a new password')
    desk.history.close()
    desk.server.state.failure = 'server_unreachable'
    await desk.history.openWithServer(owner, 'chosen on another PC')
    expect(desk.history.read().kept).toBe('none')
    expect(await desk.store.readHeader()).toBeUndefined()
  })

  it('costs a guess what it costs today from the next password on that the server accepts', async () => {
    const guards: string[] = []
    let cost = { ...derivationCost, memoryKiB: 19_456 }
    const secretBox: SecretBoxPort = {
      seal: (plain) => {
        const text = Buffer.from(plain).toString()
        guards.push(text.replace(`"memoryKiB":${derivationCost.memoryKiB}`, `"memoryKiB":${cost.memoryKiB}`))
        return Promise.resolve(Buffer.from(guards.at(-1) ?? ''))
      },
      open: (sealed) => Promise.resolve(sealed),
    }
    const desk = await createSynchronisedDesk({ secretBox })
    desk.history.close()
    expect(guards.at(-1)).toContain('"memoryKiB":19456')
    cost = derivationCost
    await desk.history.openWithServer(owner, ownPassword)
    await desk.timer.advance(0)
    expect(guards.at(-1)).toContain(`"memoryKiB":${derivationCost.memoryKiB}`)
    desk.history.close()
    await desk.history.unlock(owner, ownPassword)
  })

  it('is of no use without the keychain that sealed it, and is left alone while that does not answer', async () => {
    const key = newDataKey()
    const keychain = { isThere: true }
    const secretBox: SecretBoxPort = {
      seal: (plain) => Promise.resolve(sealBytes(key, plain, 'keychain')),
      open: (sealed) => {
        const opened = keychain.isThere ? openSealed(key, sealed, 'keychain') : undefined
        return opened ? Promise.resolve(opened) : Promise.reject(new Error('temporarily unavailable'))
      },
    }
    const desk = await createSynchronisedDesk({ secretBox })
    desk.history.close()
    keychain.isThere = false
    await expect(desk.history.unlock(owner, ownPassword)).rejects.toEqual(refusal('offline_copy_missing'))
    keychain.isThere = true
    await desk.history.unlock(owner, ownPassword)
  })
})
