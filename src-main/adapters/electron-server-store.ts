import Store from 'electron-store'
import { z } from 'zod'
import type { ServerChoice, ServerStorePort } from '../ports/server-store-port.ts'
import { parseServerAddress } from '../security/server-address.ts'

const fingerprintSchema = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)

const choiceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('given'),
    url: z.string().refine((url) => parseServerAddress(url) === url),
    trustedFingerprint: fingerprintSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('trial') }),
])

/** `server.json` in `directory`, the user-data folder, written atomically. What is not exactly a choice leads to the first start again. */
export function createElectronServerStore(directory: string): ServerStorePort {
  const store: Store = new Store({ name: 'server', cwd: directory, clearInvalidConfig: true })
  return {
    read() {
      const { success, data } = choiceSchema.safeParse(store.get('choice'))
      return success ? toChoice(data) : undefined
    },
    write: (choice) => store.set('choice', choice),
  }
}

function toChoice(data: z.output<typeof choiceSchema>): ServerChoice {
  if (data.kind === 'trial') return data
  const { kind, url, trustedFingerprint } = data
  return { kind, url, ...(trustedFingerprint === undefined ? {} : { trustedFingerprint }) }
}
