/** Totals: what is added, what is not and why, and what bounded amounts make of a sum. */
import fc from 'fast-check'
import t from 'tap'
import type { AmountStatus } from '../../src/calculators/statuses.ts'
import { type Amount, amountOf } from '../../src/decisions/amount.ts'
import { totalsOf } from '../../src/decisions/total.ts'
import { Program } from '../../src/engine/program.ts'
import type { Nature } from '../../src/policy/format.ts'
import type { Fact, Figure, Measure, OperandRef } from '../../src/policy/model.ts'
import type { WindowStatus } from '../../src/policy/window.ts'
import { textsOf } from '../../src/texts/index.ts'
import { plan } from '../helpers/service.ts'

const SUMS = { minLength: 8, maxLength: 8 }

/** An entry with one figure: [status, value] or [status, min, max]. */
function entry(
  id: string,
  [status, ...bounds]: [AmountStatus, ...(string | null)[]],
  more: { nature?: Nature; window?: WindowStatus; exclusive?: string[] } = {}
) {
  const [value = null, max = null] = bounds
  const one = bounds.length === 1
  const figure = {
    id: 'sum',
    label: '金额',
    nature: more.nature ?? 'cash',
    status,
    value: one ? value : null,
    min: one ? null : value,
    max: one ? null : max,
    unit: 'CNY',
    text: ''
  }
  const amount = { status, figures: bounds.length > 0 ? [figure] : [] } as unknown as Amount
  const document = { called: '方案', texts: textsOf('zh'), currency: 'CNY' }
  const measure = { id, title: id, document, exclusive: more.exclusive ?? [] } as unknown as Measure
  return { measure, window: more.window ?? ('open' as const), amount }
}

for (const [name, entries, totals, notAdded] of [
  [
    'exact sums',
    [entry('a', ['exact', '1.10']), entry('b', ['exact', '2.20'])],
    [{ status: 'exact', value: '3.30', text: '3.30元', measures: ['a', 'b'] }],
    []
  ],
  [
    'about',
    [entry('a', ['exact', '1.00']), entry('b', ['approximate', '2.00'])],
    [{ status: 'approximate', value: '3.00', text: '约3.00元' }],
    []
  ],
  [
    'ceilings',
    [entry('a', ['at-most', null, '5.00']), entry('b', ['at-most', null, '6.00'])],
    [{ status: 'at-most', value: null, min: null, max: '11.00', text: '不超过11.00元' }],
    []
  ],
  [
    'a ceiling and a sum',
    [entry('a', ['at-most', null, '5.00']), entry('b', ['exact', '6.00'])],
    [{ status: 'range', min: '6.00', max: '11.00', text: '6.00元至11.00元' }],
    []
  ],
  [
    'a floor',
    [entry('a', ['at-least', '5.00', null]), entry('b', ['exact', '6.00'])],
    [{ status: 'at-least', min: '11.00', max: null, text: '不低于11.00元' }],
    []
  ],
  [
    'cash apart from deferrals',
    [entry('a', ['exact', '1.00']), entry('b', ['exact', '2.00'], { nature: 'deferral' })],
    [
      { nature: 'cash', value: '1.00' },
      { nature: 'deferral', value: '2.00' }
    ],
    []
  ],
  [
    'what is not money is not added',
    [entry('a', ['exact', '1.00'], { nature: 'part' })],
    [],
    [{ measure: 'a', reason: '不是可以相加的钱' }]
  ],
  [
    'what the plan does not state',
    [entry('a', ['not-stated'])],
    [],
    [{ measure: 'a', reason: '方案没有给出金额' }]
  ],
  [
    'what is closed or has not begun',
    [
      entry('a', ['exact', '1.00'], { window: 'closed' }),
      entry('b', ['exact', '1.00'], { window: 'upcoming' })
    ],
    [],
    [
      { measure: 'a', reason: '不在期限内' },
      { measure: 'b', reason: '不在期限内' }
    ]
  ],
  [
    'what is not known',
    [entry('a', ['undetermined', '0.00', null])],
    [],
    [{ measure: 'a', reason: '还缺条件，算不出金额' }]
  ],
  [
    'of two that exclude each other the larger counts',
    [
      entry('a', ['exact', '1.00'], { exclusive: ['b'] }),
      entry('b', ['range', '2.00', '3.00'], { exclusive: ['a'] })
    ],
    [{ measures: ['b'], status: 'range' }],
    [{ measure: 'a', reason: /不能同时享受/ }]
  ],
  [
    'a floor counts by its floor',
    [
      entry('a', ['at-least', '4.00', null], { exclusive: ['b'] }),
      entry('b', ['exact', '3.00'], { exclusive: ['a'] })
    ],
    [{ measures: ['a'] }],
    [{ measure: 'b' }]
  ]
] as const) {
  t.test(name, async t => {
    const found = totalsOf([...entries])
    t.equal(found.totals.length, totals.length)
    t.match(found.totals, totals)
    t.equal(found.notAdded.length, notAdded.length)
    t.match(found.notAdded, notAdded)
  })
}

/** Figures that are parts of a whole, or the whole of parts: [whole, ...parts]. */
function sumsIn({ figures }: Measure): (OperandRef | Figure)[][] {
  return figures.flatMap(figure => {
    const { from = [], less = [], terms = [] } = figure.inputs
    if (figure.formula === 'difference') return [[...from, ...less, figure]]
    return figure.formula === 'sum' ? [[figure, ...terms]] : []
  })
}

t.test('parts add up to the whole, to the fen, as they are shown', t => {
  const { policy, witnesses } = plan
  const program = new Program(policy)
  const isMoney = ({ unit }: Fact) => unit === 'CNY' || unit === 'CNY-per-month'
  const measures = policy.measures.filter(measure => sumsIn(measure).length > 0)
  t.ok(measures.length >= 5, `${measures.length} measures have parts and wholes`)
  for (const measure of measures) {
    const inputs = measure.figures.flatMap(({ inputs }) => Object.values(inputs).flat())
    const asked = policy.facts.filter(
      fact => isMoney(fact) && inputs.some(one => 'fact' in one && one.fact === fact.index)
    )
    let compared = 0
    const addsUp = fc.property(fc.array(fc.integer({ min: 1, max: 99_999_999 }), SUMS), fens => {
      const facts = structuredClone(witnesses[measure.id]?.eligible) as Record<
        string,
        Record<string, unknown>
      >
      for (const [index, { subject, key }] of asked.entries()) {
        facts[subject] = { ...facts[subject], [key]: (fens[index] as number) / 100 }
      }
      const { figures } = amountOf(program.assess(facts as never), program.compiled(measure))
      // Of a part that is bounded, the most goes with the least of the other.
      const inFen = (one: OperandRef | Figure, at: number) => {
        if ('fact' in one) return fens[asked.findIndex(({ index }) => index === one.fact)]
        const id = 'id' in one ? one.id : 'figure' in one ? one.figure : ''
        const figure = figures.find(figure => figure.id === id)
        // Of two ways to reckon a part, the one that does not apply is left out.
        if (!figure) return 0
        const value = figure?.value ?? (at === 1 ? figure?.max : figure?.min)
        return value == null ? undefined : Math.round(Number(value) * 100)
      }
      for (const sum of sumsIn(measure)) {
        const [whole, ...parts] = sum.map(inFen)
        if (whole === undefined || parts.includes(undefined)) continue
        compared++
        if (whole !== (parts as number[]).reduce((a, b) => a + b, 0)) return false
      }
      return true
    })
    fc.assert(addsUp, { numRuns: 300 })
    t.ok(compared > 0, `${measure.id}: ${compared} sums`)
  }
  t.end()
})

t.test(
  'of what excludes each other one is added, and nothing gives way to what gave way itself',
  async () => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    const drawn = fc.array(fc.record({ sum: fc.integer({ min: 1, max: 3 }), excludes: fc.subarray(ids) }), {
      minLength: ids.length,
      maxLength: ids.length
    })
    fc.assert(
      fc.property(drawn, drawings => {
        const entries = drawings.map(({ sum, excludes }, at) =>
          entry(ids[at] as string, ['exact', `${sum}.00`], {
            exclusive: excludes.filter(id => id !== ids[at])
          })
        )
        const sumOf = (id: string) => drawings[ids.indexOf(id)]?.sum as number
        const excludes = (a: string, b: string) =>
          drawings[ids.indexOf(a)]?.excludes.includes(b) || drawings[ids.indexOf(b)]?.excludes.includes(a)
        const { totals, notAdded } = totalsOf(entries)
        const added = totals.flatMap(({ measures }) => measures)
        const left = notAdded.map(({ measure }) => measure)
        return (
          added.length + left.length === ids.length &&
          added.every(one => added.every(other => one === other || !excludes(one, other))) &&
          left.every(one => added.some(other => excludes(one, other) && sumOf(other) >= sumOf(one)))
        )
      })
    )
  }
)
