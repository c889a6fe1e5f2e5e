import { useTranslation } from 'react-i18next'
import { reissueStates } from '../../../../src-shared/api/reissue-states.ts'
import { sumBars, type BarSpan, type ChartBar } from '../model/chart-bars.ts'
import { ChartPatterns, fillOf } from './chart-patterns.tsx'

interface ChartLegendProps {
  readonly bars: readonly ChartBar[]
  readonly span: BarSpan
  /** Not narrowed by days: the server counts the latest 400 of them. */
  readonly isAll: boolean
}

/** What the patterns stand for, with the sums; what a bar is. */
export function ChartLegend({ bars, span, isAll }: ChartLegendProps) {
  const { t } = useTranslation()
  const sums = sumBars(bars)
  const spanWord = t(`historyChart.spans.${span}`)
  return (
    <div className="chart-legend">
      <ul className="chart-keys">
        {reissueStates.map((state) => (
          <li key={state} className="chart-key">
            <svg width="14" height="14" aria-hidden>
              <ChartPatterns scope="legend" />
              <rect
                width="14"
                height="14"
                rx="2"
                className={`chart-bar chart-${state}`}
                fill={fillOf('legend', state)}
              />
            </svg>
            {t('historyChart.part', { state: t(`reissueState.${state}`), count: sums[state] })}
          </li>
        ))}
      </ul>
      <span className="quiet">{isAll ? t('historyChart.latest', { span: spanWord }) : spanWord}</span>
    </div>
  )
}
