/** Parts that requests reach only now and then: the configuration, the clock, totals, quantities, cursors. */
import t from 'tap'
import { monthsInWindow } from '../src/calculators/months-in-window.ts'
import { type Quantity, quantity } from '../src/calculators/quantity.ts'
import { type Entry, totalsOf } from '../src/calculators/total.ts'
import { todayIn } from '../src/clock.ts'
import { readConfig } from '../src/config.ts'
import { cursorAt, positionOf } from '../src/routes/cursor.ts'

t.test('configuration', async t => {
  t.same(readConfig({}), {
    HOST: '127.0.0.1',
    PORT: 3000,
    LOG_LEVEL: 'info',
    RATE_LIMIT_PER_MINUTE: 0,
    CORS_ORIGINS: '',
    SHUTDOWN_SECONDS: 10
  })
  t.match(readConfig({ PORT: '8080', LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '60', OTHER: 'x' }), {
    PORT: 8080,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: 60
  })
  for (const [name, value] of [
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['LOG_LEVEL', 'loud'],
    ['RATE_LIMIT_PER_MINUTE', '-1'],
    ['SHUTDOWN_SECONDS', '0'],
    ['SHUTDOWN_SECONDS', '301']
  ] as const) {
    t.throws(() => readConfig({ [name]: value }), { message: new RegExp(name) }, `${name}=${value}`)
  }
  t.throws(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' }), { message: /PORT.*LOG_LEVEL/ }, 'all at once')
})

t.test('today is that of the time zone', async t => {
  // 2022-06-30 in London, 2022-07-01 in Shanghai
  t.capture(Date, 'now', () => Date.UTC(2022, 5, 30, 17))
  t.equal(todayIn('Asia/Shanghai')(), '2022-07-01')
  t.equal(todayIn('Europe/London')(), '2022-06-30')
})

t.test('a cursor is good for the rule set that it was cut from', async t => {
  const [digest, other] = ['sha256:0123456789abcdef', 'sha256:fedcba9876543210']
  t.equal(positionOf(cursorAt(40, digest), digest), 40)
  t.equal(positionOf(cursorAt(40, digest), other), undefined)
  for (const cursor of ['', 'x', Buffer.from('1e3.456789abcdef').toString('base64url')]) {
    t.equal(positionOf(cursor, digest), undefined, cursor)
  }
})

type Part = [id: string, nature: string, status: string, min: string | null, max: string | null]

/** One measure with one figure; `exclusive` names the measures it cannot be had with. */
const entry = ([id, nature, status, min, max]: Part, window = 'open', exclusive: string[] = []) =>
  ({
    measure: { id, title: id.toUpperCase(), exclusive },
    window,
    amount: {
      status,
      figures: [
        {
          nature,
          status,
          value: min === max ? min : null,
          min: min === max ? null : min,
          max: min === max ? null : max
        }
      ]
    }
  }) as unknown as Entry

t.test('totals add what is alike', async t => {
  const sums: [string, Part[], object][] = [
    [
      'exact sums',
      [
        ['a', 'cash', 'exact', '0.10', '0.10'],
        ['b', 'cash', 'exact', '0.20', '0.20']
      ],
      { status: 'exact', value: '0.30', min: null, max: null, text: '0.30元', measures: ['a', 'b'] }
    ],
    [
      'an exact sum and one that is about so much',
      [
        ['a', 'cash', 'exact', '1.00', '1.00'],
        ['b', 'cash', 'approximate', '2000.00', '2000.00']
      ],
      { status: 'approximate', value: '2001.00', text: '约2,001.00元' }
    ],
    [
      'ceilings',
      [
        ['a', 'cash', 'at-most', null, '100.00'],
        ['b', 'cash', 'at-most', null, '50.00']
      ],
      { status: 'at-most', value: null, min: null, max: '150.00', text: '不超过150.00元' }
    ],
    [
      'a ceiling and an exact sum',
      [
        ['a', 'cash', 'at-most', null, '100.00'],
        ['b', 'cash', 'exact', '50.00', '50.00']
      ],
      { status: 'range', value: null, min: '50.00', max: '150.00', text: '50.00元至150.00元' }
    ],
    [
      'a floor and a ceiling',
      [
        ['a', 'cash', 'at-least', '10.00', null],
        ['b', 'cash', 'at-most', null, '50.00']
      ],
      { status: 'at-least', value: null, min: '10.00', max: null, text: '不低于10.00元' }
    ]
  ]
  for (const [name, parts, expected] of sums) {
    const { totals, notAdded } = totalsOf(parts.map(part => entry(part)))
    t.equal(totals.length, 1, name)
    t.match(totals[0], { nature: 'cash', unit: 'CNY', ...expected }, name)
    t.same(notAdded, [], name)
  }
})

t.test('money now and money later are two totals', async t => {
  const { totals } = totalsOf([
    entry(['later', 'deferral', 'exact', '5.00', '5.00']),
    entry(['now', 'cash', 'exact', '7.00', '7.00'])
  ])
  t.match(totals, [
    { nature: 'cash', value: '7.00', measures: ['now'] },
    { nature: 'deferral', value: '5.00', measures: ['later'] }
  ])
  t.same(totalsOf([]), { totals: [], notAdded: [] })
})

t.test('what is not added comes with the reason', async t => {
  const unstated = { ...entry(['silent', 'cash', 'not-stated', null, null]) }
  Object.assign(unstated.amount, { figures: [] })
  const { totals, notAdded } = totalsOf([
    unstated,
    entry(['rate', 'rate', 'exact', '3', '3']),
    entry(['over', 'cash', 'exact', '1.00', '1.00'], 'closed'),
    entry(['soon', 'cash', 'exact', '1.00', '1.00'], 'upcoming'),
    entry(['unknown', 'cash', 'undetermined', '0.00', null]),
    entry(['forever', 'cash', 'exact', '9.00', '9.00'], 'unstated')
  ])
  t.same(notAdded, [
    { measure: 'silent', reason: '方案没有给出金额' },
    { measure: 'rate', reason: '不是可以相加的钱' },
    { measure: 'over', reason: '不在有效期内' },
    { measure: 'soon', reason: '不在有效期内' },
    { measure: 'unknown', reason: '还缺条件，算不出金额' }
  ])
  t.match(totals, [{ value: '9.00', measures: ['forever'] }])
})

t.test('of two that exclude each other the larger counts', async t => {
  const reason = (title: string) => `与“${title}”不能同时享受，按金额高的计`
  const pair = (a: Part, b: Part) => totalsOf([entry(a, 'open', [b[0]]), entry(b, 'open', [a[0]])])
  const small: Part = ['small', 'cash', 'exact', '9.00', '9.00']
  for (const large of [
    ['large', 'cash', 'exact', '10.00', '10.00'],
    ['large', 'cash', 'at-most', null, '10.00'],
    ['large', 'cash', 'at-least', '10.00', null]
  ] as Part[]) {
    for (const { totals, notAdded } of [pair(small, large), pair(large, small)]) {
      t.same(notAdded, [{ measure: 'small', reason: reason('LARGE') }])
      t.same(totals[0]?.measures, ['large'])
    }
  }
})

t.test('bounds of quantities', async t => {
  const text = ({ min, max, marks }: Quantity) => [min && `${min}`, max && `${max}`, [...marks].join()]
  const { between, exact, minus, plus, times, cappedAt, over } = quantity
  const floor = between(2, null, 'at-least')
  const ceiling = between(0, 3, 'at-most')
  const open = between(null, null, 'missing')
  for (const [name, found, expected] of [
    ['a floor taken away leaves a ceiling', minus(exact(10), floor), ['0', '8', 'at-most']],
    ['a ceiling taken away leaves a floor', minus(exact(10), ceiling), ['7', '10', 'at-least']],
    [
      'about so much taken away is about so much',
      minus(exact(10), quantity.marked(4, 'approximate')),
      ['6', '6', 'approximate']
    ],
    ['nothing is below zero', minus(exact(1), exact(2)), ['0', '0', '']],
    ['zero times an open bound', times(floor, exact(0)), ['0', '0', '']],
    ['an open bound stays open', plus(floor, exact(1)), ['3', null, 'at-least']],
    ['a cap closes an open bound', cappedAt(floor, exact(5)), ['2', '5', 'at-least']],
    ['a cap on what is known', cappedAt(exact(7), exact(5)), ['5', '5', '']],
    ['parts of an open bound', over(floor, 2), ['1', null, 'at-least']],
    ['parts of nothing known', over(open, 2), [null, null, 'missing']]
  ] as [string, Quantity, unknown][]) {
    t.same(text(found), expected, name)
  }
  t.equal(quantity.isExact(open), false)
  t.equal(quantity.isExact(exact('0.30')), true)
  t.equal(quantity.isMultiple(1_234_567.89, 0.01), true)
  t.equal(quantity.isMultiple(0.001, 0.01), false)
})

t.test('months of a period inside a window', async t => {
  const month = (date: string | undefined, text = date ?? '（未提供）') => ({
    text,
    date,
    quantity: quantity.zero,
    factor: quantity.zero
  })
  for (const [first, last, from, to, min, max] of [
    ['2022-04', '2022-06', undefined, undefined, 3, 3],
    ['2022-01', '2022-12', '2022-04', '2022-09', 6, 6],
    ['2022-05', '2022-06', '2022-04', '2022-09', 2, 2],
    ['2022-06', '2022-05', undefined, undefined, 0, 0],
    ['2021-11', '2022-02', undefined, undefined, 4, 4],
    ['2022-01', '2022-02', '2022-04', '2022-09', 0, 0],
    [undefined, '2022-06', '2022-04', undefined, 0, 3],
    ['2022-06', undefined, undefined, '2022-09', 0, 4],
    [undefined, '2022-06', undefined, undefined, 0, null],
    ['2022-06', undefined, undefined, undefined, 0, null]
  ] as const) {
    const { quantity: months, expression } = monthsInWindow.apply({
      first: [month(first)],
      last: [month(last)],
      ...(from && { from: [month(from)] }),
      ...(to && { to: [month(to)] })
    })
    const bound = (value: { toNumber(): number } | null | undefined) => value?.toNumber() ?? null
    t.same([bound(months?.min), bound(months?.max)], [min, max], expression)
    t.equal(/不早于/.test(expression), from !== undefined, expression)
    t.equal(/不晚于/.test(expression), to !== undefined, expression)
  }
})
