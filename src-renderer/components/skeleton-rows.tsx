import { Skeleton, SkeletonItem } from '@fluentui/react-components'
import { useDelayed } from '../lib/use-delayed.ts'

/** Stands in for what is being read, after 300 ms; `label` says what is awaited. */
export function SkeletonRows({ count, label }: { readonly count: number; readonly label: string }) {
  const visible = useDelayed(true)
  if (!visible) return <div className="skeleton-space" aria-busy />
  return (
    <Skeleton aria-label={label} className="skeleton-rows">
      {Array.from({ length: count }, (_, index) => (
        <SkeletonItem key={index} size={24} />
      ))}
    </Skeleton>
  )
}
