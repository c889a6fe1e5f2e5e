import { describe, expect, it } from 'vitest'
import { drawBarChart, type BarChart } from '../../bench/charts/bar-chart.ts'
import { drawCharts } from '../../bench/charts/draw-charts.ts'
import { drawFlameGraph } from '../../bench/charts/flame-graph.ts'
import { makeFigure, type Figure } from '../../bench/figures.ts'
import { headings, nameFigure, type Heading } from '../../bench/headings.ts'
import type { CallNode, Origin } from '../../bench/profile/call-tree.ts'

/** Throws unless every element is closed in its order and nothing in texts and attributes would have to be escaped. */
function assertWellFormed(xml: string): void {
  const open: string[] = []
  for (const [, text = '', close, name = '', attributes = '', isEmpty] of xml.matchAll(
    /([^<]*)(?:<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>)?/g,
  )) {
    for (const content of [text, attributes]) {
      if (/[<>]|&(?!amp;|lt;|gt;|quot;)/.test(content)) throw new Error(`not escaped: ${content}`)
    }
    if (close === '/' && open.pop() !== name) throw new Error(`</${name}> closes nothing`)
    if (name !== '' && close === '' && isEmpty === '') open.push(name)
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join()}`)
  if (!/^<svg [^>]+>\n<title>[^<]+<\/title>/.test(xml)) throw new Error('no title')
}

const chart: BarChart = {
  title: 'A & B <c>',
  unit: 'ms',
  groups: [{ label: '髙橋 "x"', bars: [{ parts: [{ value: 1.5, colour: 'own' }], spread: [1, 2], note: '<n>' }] }],
  legend: [{ label: 'own & ours', colour: 'own' }],
}

describe('a chart', () => {
  it('is well-formed XML with a title, whatever the texts are', () => {
    const svg = drawBarChart(chart)
    expect(() => assertWellFormed(svg)).not.toThrow()
    expect(svg).toContain('<title>A &amp; B &lt;c&gt;</title>')
    expect(() => assertWellFormed(svg.replace('</title>', ''))).toThrow('closes nothing')
    expect(() => assertWellFormed(svg.replace('&amp;', '&'))).toThrow('not escaped')
  })

  it('has a ground of its own and texts as text, with the number at every bar', () => {
    const svg = drawBarChart(chart)
    expect(svg).toContain('<rect width="100%" height="100%"')
    expect(svg).toContain('>1.50 ms  &lt;n&gt;</text>')
    expect(svg).toContain('>髙橋 &quot;x&quot;</text>')
  })

  it('cuts a bar that is longer than the scale, and says how long it is', () => {
    const groups = [{ label: 'LAM', bars: [{ parts: [{ value: 1159, colour: 'peer' as const }] }] }]
    expect(drawBarChart({ ...chart, groups, limit: 20 })).toContain('>▸ 1,159 ms</text>')
  })

  it('shows where a goal is, and the range of the peers', () => {
    const svg = drawBarChart({
      ...chart,
      goals: [{ label: 'goal 1.62 ms', at: 1.62 }],
      band: { label: 'LTB', from: 2.7, to: 5.3 },
    })
    expect(svg).toContain('>goal 1.62 ms</text>')
    expect(svg).toContain('>LTB</text>')
    expect(() => assertWellFormed(svg)).not.toThrow()
  })
})

describe('a flame graph', () => {
  const node = (name: string, origin: Origin, totalMs: number, children: readonly CallNode[] = []): CallNode => ({
    frame: { name, place: origin === 'own' ? 'src-server/app.ts' : '', origin },
    selfMs: totalMs - children.reduce((sum, child) => sum + child.totalMs, 0),
    totalMs,
    children,
  })
  const deep = node('answer <T>', 'own', 60, [node('query & "wait"', 'node', 50), node('tiny', 'native', 0.4)])
  const svg = drawFlameGraph('Search', node('all', 'native', 100, [deep, node('gc', 'native', 40)]))

  it('has a box for each call that is wide enough, which tells its shares, whatever the names are', () => {
    expect(svg.match(/<g>/g)).toHaveLength(3)
    expect(svg).toContain('<title>answer &lt;T&gt;, src-server/app.ts: 60.0 %, itself 9.6 %</title>')
    expect(svg).toContain('>query &amp; &quot;wait&quot;</text>')
    expect(svg).not.toContain('tiny')
    expect(() => assertWellFormed(svg)).not.toThrow()
  })

  it('puts what is called below its caller, as wide as its share, and names the origins with theirs', () => {
    const boxes = [...svg.matchAll(/<g><title>(\w+).*?<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/g)]
    expect(boxes.map(([, ...box]) => box)).toEqual([
      ['answer', '16', '66', '700.2'],
      ['query', '16', '83', '583.4'],
      ['gc', '716.8', '66', '466.6'],
    ])
    expect(svg).toContain('>our sources 9.6 %</text>')
    expect(svg).toContain('>Node itself 50.0 %</text>')
  })
})

describe('the charts of a suite', () => {
  const figuresOf = (heading: Heading, label: string, ...rows: string[]): Figure[] =>
    rows.map((row, index) =>
      makeFigure(nameFigure(heading, label, row), 'ms', [{ value: index + 2, floor: index + 1 }]),
    )
  const draw = (...figures: Figure[][]) =>
    drawCharts({ suite: 'server', at: '', rounds: 1, load: [0, 0], figures: figures.flat() })

  it('are those that there are figures for', () => {
    const charts = draw(
      figuresOf(headings.searchKinds, '100 k users, PostgreSQL', 'Latin', '%'),
      figuresOf(headings.searchTail, '100 k users, PostgreSQL', 'Latin', '%'),
      figuresOf(headings.reissuesOpen, '10 k users', '1 client', '8 clients'),
      figuresOf(headings.reissuesClosed, '10 k users', '1 client', '8 clients', '8 clients, by hashes on 2 threads'),
      figuresOf(headings.job, '100 k users', 'the whole job', 'search', 'open', 'the whole job, against LTB'),
    )
    expect(charts.map(({ name }) => name)).toEqual(['search-by-kind-100-k-users-postgresql', 'reissues', 'whole-job'])
    for (const { svg } of charts) expect(() => assertWellFormed(svg)).not.toThrow()
    expect(draw(figuresOf(headings.pages, 'x', 'login'))).toEqual([])
  })

  it('show the steps of the whole job behind each other, and nothing twice', () => {
    const [job] = draw(figuresOf(headings.job, '', 'the whole job', 'search', 'open', 'the whole job, against LTB'))
    // The medians of the whole, which need not be the sums of those of the steps.
    expect(job?.svg).toContain('>2.00 ms</text>')
    expect(job?.svg).toContain('>1.00 ms</text>')
    expect(job?.svg.match(/>(search|open)</g)).toHaveLength(2)
    expect(job?.svg.match(/<rect [^>]*height="15"/g)).toHaveLength(2 + 2 + 1 + 1)
    expect(job?.svg).toContain('>▸ 1,159 ms</text>')
  })

  it('of the desk are one for each heading with several times, with the goal that all have', () => {
    const goal = { of: 'value', atMost: 100 } as const
    const figures = ['typing', 'Enter → rows'].map((row) =>
      makeFigure(`Key to paint: ${row}`, 'ms', [{ value: 40, floor: 9 }], goal),
    )
    const others = [makeFigure('Size: preload', 'KB', [{ value: 2 }]), makeFigure('alone', 'ms', [{ value: 2 }])]
    const charts = drawCharts({ suite: 'desk', at: '', rounds: 1, load: [0, 0], figures: [...figures, ...others] })
    expect(charts.map(({ name }) => name)).toEqual(['times-key-to-paint'])
    expect(charts[0]?.svg).toContain('>goal 100 ms</text>')
    for (const { svg } of charts) expect(() => assertWellFormed(svg)).not.toThrow()
  })

  it('show the growth to a million users, and the import', () => {
    const charts = draw(
      figuresOf(headings.import, '', '1 M users'),
      figuresOf(headings.search, '1 M users, PostgreSQL', 'helpdesk, p50'),
      figuresOf(headings.search, '10 k users, PostgreSQL', 'helpdesk, p50'),
      figuresOf(headings.growth, '1 M users', 'helpdesk, p50'),
    )
    expect(charts.map(({ name }) => name)).toEqual(['growth', 'import'])
    for (const { svg } of charts) expect(() => assertWellFormed(svg)).not.toThrow()
  })
})
