import { Info24Regular } from '@fluentui/react-icons/svg/info'

/** Nothing to show: why, and what can be done. */
export function EmptyState({ title, text }: { readonly title: string; readonly text?: string | undefined }) {
  return (
    <div className="empty-state">
      <Info24Regular aria-hidden />
      <div>
        <p className="empty-title">{title}</p>
        {text && <p>{text}</p>}
      </div>
    </div>
  )
}
