import type { Language } from '../../../../src-shared/domain/time.ts'

export interface Voice {
  readonly lang: string
  /** Whether this machine makes the sound itself; any other voice is sent what it is to say over the network. */
  readonly localService: boolean
  readonly default: boolean
}

/** A voice for a temporary password: of the language, and of this machine alone. Undefined when there is none. */
export function findLocalVoice<Known extends Voice>(voices: readonly Known[], language: Language): Known | undefined {
  const local = voices.filter((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language))
  return local.find((voice) => voice.default) ?? local[0]
}
