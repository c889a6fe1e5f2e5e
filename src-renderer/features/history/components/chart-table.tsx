import { useTranslation } from 'react-i18next'
import { reissueStates } from '../../../../src-shared/api/reissue-states.ts'
import { useLanguage } from '../../../lib/use-language.ts'
import { formatDay } from '../../../lib/format-day.ts'
import { heightOf, sumBars, type BarSpan, type ChartBar } from '../model/chart-bars.ts'

interface ChartTableProps {
  readonly span: BarSpan
  readonly bars: readonly ChartBar[]
}

/** The chart’s numbers, for whoever cannot or does not want to read bars. */
export function ChartTable({ span, bars }: ChartTableProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <details className="chart-details">
      <summary>{t('historyChart.asTable')}</summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keys */}
      <section className="table-frame chart-table" tabIndex={0} aria-label={t('historyChart.title')}>
        <table className="table" aria-label={t('historyChart.label', { span: t(`historyChart.spans.${span}`) })}>
          <thead>
            <tr>
              <th scope="col">{t(`historyChart.days.${span}`)}</th>
              {reissueStates.map((state) => (
                <th key={state} scope="col" className="number">
                  {t(`reissueState.${state}`)}
                </th>
              ))}
              <th scope="col" className="number">
                {t('historyChart.total')}
              </th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <CountRow
                key={bar.day}
                head={formatDay(bar.day, span === 'month' ? 'month' : 'day', language)}
                bar={bar}
              />
            ))}
          </tbody>
          <tfoot>
            <CountRow head={t('historyChart.total')} bar={sumBars(bars)} />
          </tfoot>
        </table>
      </section>
    </details>
  )
}

interface CountRowProps {
  readonly head: string
  readonly bar: Parameters<typeof heightOf>[0]
}

function CountRow({ head, bar }: CountRowProps) {
  return (
    <tr>
      <th scope="row">{head}</th>
      {reissueStates.map((state) => (
        <td key={state} className="number">
          {bar[state].toLocaleString('ja-JP')}
        </td>
      ))}
      <td className="number">{heightOf(bar).toLocaleString('ja-JP')}</td>
    </tr>
  )
}
