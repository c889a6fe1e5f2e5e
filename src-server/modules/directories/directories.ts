import type { UserDirectory } from '../../../src-shared/api/users.ts'
import { AppError } from '../../../src-shared/errors/catalogue.ts'
import { createCircuitBreaker, type CircuitBreaker } from '../../directory/circuit-breaker.ts'
import type { DirectoryConfig } from '../../directory/directory-config-schema.ts'
import { DirectoryError, type DirectoryPort } from '../../directory/directory-port.ts'
import { guardDirectory, isOutage, refuseWhileDown } from '../../directory/guarded-directory.ts'
import type { OpenedDirectory } from '../../directory/opened-directory.ts'

/** Where the users of one member live. */
export interface MemberDirectory {
  readonly name: string
  readonly memberId: string
  readonly port: DirectoryPort
  readonly syncMs: number
  /** How long nobody needs to ask, in seconds; for `Retry-After`. */
  readRetryAfterSeconds(): number
}

export type DirectoryObserver = (error: DirectoryError, about: { directory: string; operation: string }) => void

/** Every directory of the configuration, member by member. */
export interface Directories {
  /** Undefined for a directory that the configuration does not name for this member. */
  find(directory: string | null, memberId: string): MemberDirectory | undefined
  readonly all: readonly MemberDirectory[]
  /** By directory, whether it is asked at all at present. */
  readStates(): readonly { readonly directory: string; readonly state: ReturnType<CircuitBreaker['readState']> }[]
  /** From now on `observer` is told of every failure. */
  watch(observer: DirectoryObserver): void
  close(): Promise<void>
}

export interface OpenDirectoriesOptions {
  readonly configured: Readonly<Record<string, DirectoryConfig>>
  readonly open: (config: DirectoryConfig) => OpenedDirectory
  readonly clock: () => Date
}

/** So many of the adapter’s own time limits fit into one call of the port. */
const CALLS_PER_OPERATION = 4

/** Opens nothing that would have to answer: a directory that is down keeps no server from starting. */
export function openDirectories({ configured, open, clock }: OpenDirectoriesOptions): Directories {
  let observe: DirectoryObserver = () => {}
  const opened = Object.entries(configured).map(([name, config]) => {
    const breaker = createCircuitBreaker({ clock, isFailure: isOutage, refuse: refuseWhileDown })
    return { name, config, breaker, directory: openOne(name, () => open(config)) }
  })
  const all = opened.flatMap(({ name, config, breaker, directory }) =>
    config.members.flatMap(({ memberId }): MemberDirectory[] => {
      const port = directory.ofMember(memberId)
      if (!port) return []
      const guard = {
        breaker,
        deadlineMs: config.timeoutMs * CALLS_PER_OPERATION,
        observe: (error: DirectoryError, operation: string) => observe(error, { directory: name, operation }),
      }
      return [
        {
          name,
          memberId,
          port: guardDirectory(port, guard),
          syncMs: config.syncSeconds * 1000,
          readRetryAfterSeconds: () => Math.max(1, Math.ceil(breaker.readWaitMs() / 1000)),
        },
      ]
    }),
  )
  return {
    find: (directory, memberId) => all.find((one) => one.name === directory && one.memberId === memberId),
    all,
    readStates: () => opened.map(({ name, breaker }) => ({ directory: name, state: breaker.readState() })),
    watch: (observer) => {
      observe = observer
    },
    close: async () => {
      await Promise.all(opened.map(({ directory }) => directory.close()))
    },
  }
}

/** What can be seen to be wrong without connecting is an operator’s to correct. */
function openOne(name: string, open: () => OpenedDirectory): OpenedDirectory {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error
    const fields = [{ path: `directories.${name}`, code: 'invalid', message: error.detail }]
    throw new AppError('configuration_invalid', { fields })
  }
}

export const noDirectories: Directories = {
  find: () => undefined,
  all: [],
  readStates: () => [],
  watch: () => {},
  close: async () => {},
}

/** What a user’s page says of the directory; the worst of everything where nothing is known of it. */
export function describeDirectory(directory: MemberDirectory | undefined): UserDirectory {
  if (!directory || directory.port.kind === 'native') {
    const nothing = { endsSessions: false, forcesChange: false, expiresByItself: false, previousPasswordMinutes: 0 }
    return { kind: 'unconfigured', ...nothing }
  }
  const { kind, capabilities } = directory.port
  const { endsSessions, forcesChange, expiresByItself, previousPasswordMinutes } = capabilities
  return { kind, endsSessions, forcesChange, expiresByItself, previousPasswordMinutes }
}
