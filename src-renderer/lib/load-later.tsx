import { createElement, Suspense, use, type ComponentType, type ReactNode } from 'react'

export interface LaterComponent<Props> {
  /** Takes the place of the component, and shows nothing for the moment that its file may take. */
  readonly Component: ComponentType<Props>
  /** Reads the file, so that the component is there at once when it is wanted. A failure comes up where it is shown. */
  readonly preload: () => Promise<void>
}

/** A component in a file of its own, which the first paint does not wait for. `load` reads that file. */
export function loadLater<Props extends object>(load: () => Promise<ComponentType<Props>>): LaterComponent<Props> {
  let loaded: ComponentType<Props> | undefined
  let loading: Promise<ComponentType<Props>> | undefined

  async function read(): Promise<ComponentType<Props>> {
    try {
      return (loaded = await load())
    } catch (error) {
      // Whoever tries again gets another try.
      loading = undefined
      throw error
    }
  }
  const begin = (): Promise<ComponentType<Props>> => (loading ??= read())

  const Loaded = (props: Props): ReactNode => createElement(loaded ?? use(begin()), props)
  return {
    Component: (props) => (
      <Suspense fallback={<div className="skeleton-space" aria-busy />}>
        <Loaded {...props} />
      </Suspense>
    ),
    preload: () =>
      begin().then(
        () => undefined,
        () => undefined,
      ),
  }
}
