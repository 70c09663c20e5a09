/** Terms counted in days: when they end, what a calendar does to them, and what follows from days. */
import t from 'tap'
import { daysBetween } from '../../../src/calculators/days-between.ts'
import type { Operand } from '../../../src/calculators/formula.ts'
import { periodInterest } from '../../../src/calculators/period-interest.ts'
import { quantity } from '../../../src/calculators/quantity.ts'
import { shiftedDate } from '../../../src/calculators/shifted-date.ts'
import { termEnd } from '../../../src/calculators/term-end.ts'
import { makesUpOnWeekends, WorkingDays } from '../../../src/calculators/working-days.ts'
import { workingDaysAfter } from '../../../src/calculators/working-days-after.ts'
import type { DerivationContext, Wording } from '../../../src/policy/derivations/derivation.ts'
import { derivations } from '../../../src/policy/derivations/index.ts'
import { textsOf } from '../../../src/texts/index.ts'

const texts = textsOf('zh')
const { formulas } = texts

/** October 2025: eight days off, two weekend days worked on; nothing is known of 2026. */
const calendar = {
  source: '通知',
  certainty: 'unverified' as const,
  years: {
    2025: {
      off: [['2025-10-01', '2025-10-08'] as [string, string]],
      working: ['2025-09-28', '2025-10-11']
    }
  }
}
const days = new WorkingDays(calendar)

const operand = (more: Partial<Operand>): Operand => ({
  text: 'x',
  quantity: quantity.zero,
  factor: quantity.zero,
  ...more
})
const number = (value: number) => operand({ quantity: quantity.exact(value) })

t.test('working days', async t => {
  t.strictSame(
    ['2025-09-26', '2025-09-27', '2025-09-28', '2025-10-01', '2025-10-08', '2025-10-09', '2025-10-11'].map(
      day => days.isWorked(day)
    ),
    [true, false, true, false, false, true, true]
  )
  t.equal(days.isWorked('2026-01-01'), undefined, 'a year that was not announced')
  t.equal(days.from('2025-10-09'), '2025-10-09')
  t.equal(days.from('2025-10-01'), '2025-10-09')
  t.equal(days.from('2026-01-05'), undefined)
  t.equal(days.before('2025-10-09'), '2025-09-30')
  t.equal(days.before('2025-10-10'), '2025-10-09')
  t.equal(days.after('2025-09-26', 1), '2025-09-28')
  t.equal(days.after('2025-09-26', 4), '2025-10-09')
  t.equal(days.after('2025-12-31', 1), undefined, 'the way leads into an unknown year')
  t.ok(makesUpOnWeekends(calendar))
  t.notOk(makesUpOnWeekends({ ...calendar, years: { 2025: { off: [], working: ['2025-10-09'] } } }))
})

t.test('the end of a term', async t => {
  const end = (from: string | undefined, term: Operand, formula = termEnd) => {
    const { date, earliest } = formula.apply(
      {
        date: [operand({ date: from })],
        days: [term],
        calendar: [operand({ calendar: days })]
      },
      formulas
    )
    return date ?? (earliest && `>=${earliest}`)
  }
  for (const [from, term, last] of [
    ['2025-08-31', 30, '2025-09-30'],
    ['2025-09-01', 30, '2025-10-09'],
    ['2025-09-08', 30, '2025-10-09'],
    ['2025-09-09', 30, '2025-10-09'],
    ['2025-09-10', 30, '2025-10-10'],
    ['2025-09-11', 30, '2025-10-11'],
    ['2025-09-12', 30, '2025-10-13'],
    ['2025-12-01', 30, '2025-12-31'],
    ['2025-12-02', 30, '>=2026-01-01'],
    [undefined, 30, undefined]
  ] as const) {
    t.equal(end(from, number(term)), last, `${term} days after ${from}`)
  }
  t.equal(end('2025-09-26', number(4), workingDaysAfter), '2025-10-09')
  t.equal(end('2025-12-30', number(2), workingDaysAfter), '>=2026-01-01')
  const range = operand({ quantity: quantity.between(30, 60, 'range') })
  t.equal(end('2025-09-01', range), '>=2025-10-01', 'a term of 30 to 60 days')
  const unbounded = operand({ quantity: quantity.between(30, 1e15, 'range') })
  t.equal(end('2025-09-01', unbounded), '>=2025-10-01', 'a term of 30 days or of any more')
  t.equal(end('9999-12-30', number(1)), '>=9999-12-31')
  for (const days of [2, 1e15]) t.equal(end('9999-12-30', number(days)), undefined, `${days} days go too far`)
  for (const unknown of [
    quantity.between(0, 60, 'missing'),
    quantity.between(30, null, 'at-least'),
    quantity.between(null, 30, 'at-most'),
    quantity.marked(30, 'approximate')
  ]) {
    t.equal(end('2025-09-01', operand({ quantity: unknown })), undefined)
  }
  const chained = termEnd.apply(
    {
      date: [operand({ earliest: '2025-10-01' })],
      days: [number(1)],
      calendar: [operand({ calendar: days })]
    },
    formulas
  )
  t.match(chained, { date: undefined, earliest: '2025-10-02' }, 'from a day that may be later')
})

t.test('days from one day to another', async t => {
  const between = (from: Partial<Operand>, to: Partial<Operand>) => {
    const { quantity: found } = daysBetween.apply({ from: [operand(from)], to: [operand(to)] }, formulas)
    return [found?.min?.toNumber() ?? null, found?.max?.toNumber() ?? null, [...(found?.marks ?? [])].join()]
  }
  t.strictSame(between({ date: '2024-02-28' }, { date: '2024-03-01' }), [2, 2, ''], 'a leap year')
  t.strictSame(between({ date: '2025-02-28' }, { date: '2025-03-01' }), [1, 1, ''])
  t.strictSame(between({ date: '2025-03-01' }, { date: '2025-03-01' }), [0, 0, ''])
  t.strictSame(between({ date: '2025-03-02' }, { date: '2025-03-01' }), [0, 0, ''], 'not below none')
  t.strictSame(between({ earliest: '2025-03-01' }, { date: '2025-03-11' }), [0, 10, 'range'])
  t.strictSame(between({}, { date: '2025-03-11' }), [0, null, 'missing'])
  t.strictSame(between({ date: '2025-03-11' }, {}), [0, null, 'missing'])
})

t.test('interest by the day', async t => {
  const interest = (yearDays: Operand) =>
    periodInterest.apply(
      {
        principal: [number(100_000)],
        rate: [operand({ factor: quantity.exact(0.06) })],
        days: [number(30)],
        yearDays: [yearDays]
      },
      formulas
    ).quantity
  t.equal(interest(number(360))?.max?.toNumber(), 500)
  t.equal(interest(number(365))?.max?.toDecimalPlaces(2).toNumber(), 493.15)
  const about = operand({ quantity: quantity.marked(360, 'approximate') })
  t.strictSame([...(interest(about)?.marks ?? [])], ['approximate'], 'a year of about 360 days')
})

const series = {
  until: '2021-03-31',
  values: [
    { from: '2020-01-01', value: 4 },
    { from: '2021-01-01', value: 3 }
  ]
}
const ids = ['a', 'b', 'c']
const context: DerivationContext = {
  target: 3,
  index: id => ids.indexOf(id),
  members: () => undefined,
  file: name => (name === 'calendar' ? calendar : series),
  industries: {} as never
}
const wording = {
  texts,
  facts: ids.map(label => ({ label, schema: {}, labels: {}, texts }))
} as unknown as Wording
const made = (kind: string, spec: object) =>
  (derivations[kind] as NonNullable<(typeof derivations)['x']>)(spec as never, context)

t.test('days gone by', async t => {
  const rule = made('days-elapsed', { start: 'a', end: 'b', calendar: 'calendar' })
  for (const [start, end, elapsed] of [
    // A term that ends on 1 October runs on to 9 October, so that on that day it has not ended.
    ['2025-09-01', '2025-10-01', 30],
    ['2025-09-01', '2025-10-09', 30],
    ['2025-09-01', '2025-10-10', 39],
    ['2025-09-01', '2025-09-01', 0],
    ['2025-09-01', '2025-08-31', 0],
    ['2025-10-02', '2025-10-08', 0]
  ] as const) {
    t.strictSame(rule.values([start, end]), [elapsed], `${start} to ${end}`)
  }
  t.equal(rule.values(['2025-09-01']), undefined)
  t.equal(rule.values([undefined, '2025-09-01']), undefined)
  t.equal(rule.values(['2025-09-01', '2026-02-01']), undefined, 'the days off before it are not known')
  t.match(rule.whyNot?.(['2025-09-01', '2026-02-01'], wording), /还不知道/)
  t.equal(rule.whyNot?.(['2025-09-01', '2025-09-02'], wording), undefined)
  t.equal(rule.whyNot?.(['2025-09-01'], wording), undefined)
  t.match(rule.because(['2025-09-01', '2025-10-09'], wording), /^a：2025-09-01，b：2025-10-09/)
  t.strictSame(rule.missing(['2025-09-01']), [1])
})

t.test('a published number on a day', async t => {
  const rule = made('on-day', { from: 'a', standard: 'series' })
  const on = (day: string) => rule.values([day])
  t.equal(on('2019-12-31'), undefined, 'before the table begins')
  t.strictSame(on('2020-01-01'), [4])
  t.strictSame(on('2020-12-31'), [4])
  t.strictSame(on('2021-01-01'), [3])
  t.strictSame(on('2021-03-31'), [3])
  t.equal(on('2021-04-01'), undefined, 'after it ends: never guessed')
  t.equal(rule.values([]), undefined)
  t.match(rule.whyNot?.(['2021-04-01'], wording), /没有那一天/)
  t.equal(rule.whyNot?.(['2021-03-31'], wording), undefined)
  t.equal(rule.whyNot?.([], wording), undefined)
  t.equal(rule.because(['2021-03-31'], wording), 'a：2021-03-31')
  t.strictSame(rule.missing([]), [])
  t.strictSame(rule.turns?.(0, []), ['2020-01-01', '2021-01-01', '2021-04-01'])
})

t.test('one of several facts, and whether something was said at all', async t => {
  const rule = made('pick', { from: 'a', table: { delivery: 'b', acceptance: 'c' } })
  t.strictSame(rule.values(['delivery', '2025-01-01', '2025-02-01']), ['2025-01-01'])
  t.strictSame(rule.values(['acceptance', '2025-01-01', '2025-02-01']), ['2025-02-01'])
  t.equal(rule.values(['acceptance', '2025-01-01']), undefined)
  t.equal(rule.values(['other', '2025-01-01', '2025-02-01']), undefined)
  t.equal(rule.because(['delivery', '2025-01-01'], wording), 'a：delivery，b：2025-01-01')
  t.strictSame(rule.missing([]), [])
  t.strictSame(rule.missing([undefined, '2025-01-01']), [0])
  t.strictSame(rule.missing(['acceptance']), [2])
  t.strictSame(rule.missing(['other']), [])
  const said = made('told', { from: 'a' })
  t.strictSame(said.values([0]), [true])
  t.equal(said.values([]), undefined)
  t.equal(said.because([45], wording), 'a：45')
  t.strictSame(said.missing([]), [])
})

t.test('a day that is moved, and never to before another', async t => {
  const date = [operand({ date: '2022-06-15' })]
  const moved = (notBefore: Partial<Operand>) => {
    const { date: day, earliest } = shiftedDate.apply(
      {
        date,
        days: [number(30)],
        notBefore: [operand(notBefore)]
      },
      formulas
    )
    return [day, earliest]
  }
  t.strictSame(moved({ date: '2022-07-14' }), ['2022-07-15', undefined])
  t.strictSame(moved({ date: '2022-07-16' }), ['2022-07-16', undefined])
  t.strictSame(moved({}), ['2022-07-15', undefined], 'nothing was said of the other')
  t.strictSame(moved({ isNarrowed: true }), [undefined, '2022-07-15'], 'it may be the later one')
})
