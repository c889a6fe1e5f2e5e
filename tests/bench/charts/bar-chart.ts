import { round } from '../round.ts'
import { drawBox, drawLine, drawPicture, drawText, palette } from './svg.ts'

export type BarColour = 'own' | 'second' | 'third' | 'fourth' | 'floor' | 'peer'

export interface BarPart {
  readonly value: number
  readonly colour: BarColour
}

/** Of one part, or of several behind each other. */
export interface Bar {
  readonly parts: readonly BarPart[]
  /** From the least to the most of the rounds. */
  readonly spread?: readonly [number, number]
  /** The number, where it is not the sum of the parts: medians do not add up. */
  readonly shown?: number
  /** Behind the number. */
  readonly note?: string
}

export interface BarGroup {
  readonly label: string
  readonly bars: readonly Bar[]
}

export interface BarChart {
  readonly title: string
  readonly unit: string
  readonly groups: readonly BarGroup[]
  readonly legend: readonly { readonly label: string; readonly colour: BarColour }[]
  /** Behind the bars. */
  readonly band?: { readonly label: string; readonly from: number; readonly to: number }
  readonly goals?: readonly { readonly label: string; readonly at: number }[]
  /** Where the scale ends; longer bars are cut, and say so. */
  readonly limit?: number
}

const plotWidth = 460
/** For the numbers at the longest bars. */
const right = 130
const [barHeight, barGap, groupGap] = [15, 3, 12]
const top = 78

/** Bars from left to right, group below group, with their numbers. */
export function drawBarChart(chart: BarChart): string {
  const bars = chart.groups.flatMap((group) => group.bars)
  const longest = Math.max(...bars.map(totalOf), chart.band?.to ?? 0, ...(chart.goals ?? []).map(({ at }) => at))
  const limit = chart.limit ?? longest * 1.05
  // As wide as the longest name of a group needs.
  const left = Math.max(150, ...chart.groups.map(({ label }) => widthOf(label) + 24))
  const scale = (value: number): number => left + (Math.min(value, limit) / limit) * plotWidth
  const heights = chart.groups.map((group) => group.bars.length * (barHeight + barGap) + groupGap)
  const bottom = top + heights.reduce((sum, height) => sum + height, 0)
  const drawn = drawGroups(chart, heights, { unit: chart.unit, limit, scale, left })
  const parts = [
    drawText(16, 26, chart.title, { size: 15, weight: 'bold' }),
    ...drawLegend(chart),
    ...drawScale(chart, limit, scale, bottom),
    ...drawn.flatMap(({ boxes }) => boxes),
    ...drawGoals(chart, scale, bottom),
    ...drawn.flatMap(({ texts }) => texts),
  ]
  return drawPicture(chart.title, left + plotWidth + right, bottom + (chart.goals ? 38 : 24), parts)
}

const totalOf = ({ parts }: Bar): number => parts.reduce((sum, { value }) => sum + value, 0)

/** Wide enough for the text in the fonts that there may be. */
const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (letter > '⺀' ? 12 : 7), 0)

function drawLegend({ legend, band }: BarChart): string[] {
  const entries = [
    ...legend.map(({ label, colour }) => ({ label, fill: palette[colour] })),
    ...(band ? [{ label: band.label, fill: palette.band }] : []),
  ]
  let x = 16
  return entries.flatMap(({ label, fill }) => {
    const drawn = [drawBox(x, 40, 12, 12, fill), drawText(x + 17, 50, label)]
    x += 17 + widthOf(label) + 22
    return drawn
  })
}

function drawScale(chart: BarChart, limit: number, scale: (value: number) => number, bottom: number): string[] {
  const { band, unit } = chart
  return [
    ...(band
      ? [drawBox(scale(band.from), top - 6, scale(band.to) - scale(band.from), bottom - top, palette.band)]
      : []),
    ...chooseTicks(limit).flatMap((tick) => [
      drawLine(scale(tick), top - 6, scale(tick), bottom - 6, palette.grid),
      drawText(scale(tick), bottom + 10, tick.toLocaleString('en'), {
        anchor: 'middle',
        size: 11,
        fill: palette.faint,
      }),
    ]),
    drawText(scale(limit) + 8, bottom + 10, unit, { size: 11, fill: palette.faint }),
  ]
}

/** Round numbers, about five of them. */
function chooseTicks(limit: number): number[] {
  const rough = limit / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough
  return Array.from({ length: Math.floor(limit / step) + 1 }, (_, index) => Number((index * step).toPrecision(3)))
}

interface Measure {
  readonly unit: string
  readonly limit: number
  readonly scale: (value: number) => number
  /** Where the bars begin. */
  readonly left: number
}

/** Texts apart, since they go on top of everything. */
interface Drawn {
  readonly boxes: readonly string[]
  readonly texts: readonly string[]
}

function drawGroups({ groups }: BarChart, heights: readonly number[], measure: Measure): Drawn[] {
  let y = top
  return groups.flatMap(({ label, bars }, index) => {
    const middle = y + (bars.length * (barHeight + barGap)) / 2 + 2
    const name = { boxes: [], texts: [drawText(measure.left - 10, middle, label, { anchor: 'end' })] }
    const drawn = bars.map((bar, place) => drawBar(bar, y + place * (barHeight + barGap), measure))
    y += heights[index] ?? 0
    return [name, ...drawn]
  })
}

function drawBar(bar: Bar, y: number, { unit, limit, scale }: Measure): Drawn {
  let from = 0
  const boxes = bar.parts.map(({ value, colour }) => {
    const [start, end] = [scale(from), scale(from + value)]
    from += value
    return drawBox(start, y, end - start, barHeight, palette[colour])
  })
  const total = totalOf(bar)
  const [low, high] = bar.spread ?? [total, total]
  const [middle, isCut] = [y + barHeight / 2, total > limit]
  const whisker = isCut || high === low ? [] : [drawLine(scale(low), middle, scale(high), middle, palette.ink)]
  const shown = bar.shown ?? total
  const number = `${shown >= 1000 ? Math.round(shown).toLocaleString('en') : round(shown)} ${unit}`
  const text = [isCut ? `▸ ${number}` : number, ...(bar.note === undefined ? [] : [bar.note])].join('  ')
  const end = scale(Math.max(total, isCut ? 0 : high))
  return { boxes: [...boxes, ...whisker], texts: [drawText(end + 6, y + barHeight - 3, text, { hasHalo: true })] }
}

function drawGoals({ goals = [] }: BarChart, scale: (value: number) => number, bottom: number): string[] {
  return goals.flatMap(({ label, at }) => [
    drawLine(scale(at), top - 6, scale(at), bottom - 6, palette.goal, '4 3'),
    drawText(scale(at), bottom + 26, label, { anchor: 'middle', size: 11, fill: palette.goal }),
  ])
}
