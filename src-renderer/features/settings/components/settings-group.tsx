import { useId, type ReactNode } from 'react'

/** Settings that belong together, under a heading of their own. */
export function SettingsGroup({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const titleId = useId()
  return (
    <section className="settings-group" aria-labelledby={titleId}>
      <h2 id={titleId} className="group-heading">
        {title}
      </h2>
      {children}
    </section>
  )
}
