import { useTranslation } from 'react-i18next'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { reissueStates } from '../../../../src-shared/api/reissue-states.ts'
import { formatDay } from '../../../lib/format-day.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import type { BarSpan, ChartBar } from '../model/chart-bars.ts'
import { ChartPatterns, fillOf } from './chart-patterns.tsx'

interface ReissueChartProps {
  readonly span: BarSpan
  readonly bars: readonly ChartBar[]
}

/** From below: what was used, what may still be, what never will. */
const stacked = ['used', 'pending', 'expired', 'superseded'] as const satisfies (typeof reissueStates)[number][]

/** The bars. With the focus on the chart, the arrow keys go from bar to bar. */
export function ReissueChart({ span, bars }: ReissueChartProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const label = t('historyChart.label', { span: t(`historyChart.spans.${span}`) })
  const shortDay = (day: string) => formatDay(day, span === 'month' ? 'month' : 'shortDay', language)
  return (
    <div className="chart-frame">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...bars]}
          title={label}
          margin={{ top: 8, right: 8, bottom: 0, left: -24 }}
          barCategoryGap="20%"
        >
          <ChartPatterns scope="chart" />
          <CartesianGrid vertical={false} />
          <XAxis dataKey="day" tickFormatter={shortDay} tickLine={false} minTickGap={16} />
          <YAxis allowDecimals={false} tickLine={false} axisLine={false} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ className: 'chart-cursor' }}
            content={<BarFacts bars={bars} span={span} />}
          />
          {stacked.map((state) => (
            <Bar
              key={state}
              dataKey={state}
              stackId="states"
              name={t(`reissueState.${state}`)}
              fill={fillOf('chart', state)}
              className={`chart-bar chart-${state}`}
              maxBarSize={40}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}

interface BarFactsProps extends ReissueChartProps {
  /** Given by the chart: whether a bar is pointed at, and its day. */
  readonly active?: boolean
  readonly label?: string
}

/** What a bar says, under the pointer or the arrow keys. */
function BarFacts({ bars, span, active, label }: BarFactsProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const bar = active ? bars.find(({ day }) => day === label) : undefined
  if (!bar) return null
  return (
    <div className="chart-facts">
      <p className="empty-title">{formatDay(bar.day, span === 'month' ? 'month' : 'day', language)}</p>
      <ul>
        {reissueStates
          .filter((state) => bar[state] > 0)
          .map((state) => (
            <li key={state}>{t('historyChart.part', { state: t(`reissueState.${state}`), count: bar[state] })}</li>
          ))}
      </ul>
    </div>
  )
}
