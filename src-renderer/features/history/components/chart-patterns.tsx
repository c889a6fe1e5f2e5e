import type { ReissueState } from '../../../../src-shared/api/reissue-states.ts'

/** A pattern is named in the whole page: the legend’s and the chart’s must not be the same. */
type Scope = 'legend' | 'chart'

const idOf = (scope: Scope, state: ReissueState): string => `${scope}-pattern-${state}`

/** The `fill` of a state: colour and pattern, so that it is told apart without colours. */
export const fillOf = (scope: Scope, state: ReissueState): string => `url(#${idOf(scope, state)})`

/** Plain, striped one way, dotted, striped the other way; their colours are the badges’ and the system’s where it forces its own. */
export function ChartPatterns({ scope }: { readonly scope: Scope }) {
  const tile = { patternUnits: 'userSpaceOnUse', width: 6, height: 6 } as const
  return (
    <defs>
      <pattern id={idOf(scope, 'used')} className="chart-used" {...tile}>
        <rect width="6" height="6" className="chart-ground" />
      </pattern>
      <pattern id={idOf(scope, 'pending')} className="chart-pending" {...tile} patternTransform="rotate(45)">
        <rect width="6" height="6" className="chart-ground" />
        <rect width="2.5" height="6" className="chart-ink" />
      </pattern>
      <pattern id={idOf(scope, 'expired')} className="chart-expired" {...tile}>
        <rect width="6" height="6" className="chart-ground" />
        <circle cx="3" cy="3" r="1.4" className="chart-ink" />
      </pattern>
      <pattern id={idOf(scope, 'superseded')} className="chart-superseded" {...tile}>
        <rect width="6" height="6" className="chart-ground" />
        <rect width="6" height="2" className="chart-ink" />
      </pattern>
    </defs>
  )
}
