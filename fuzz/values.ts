/** Values for facts and parameters: right ones drawn from their schemas, and wrong ones of every kind. */
import fc, { type Arbitrary } from 'fast-check'
import { resolved, type Schema } from './contract.ts'

const padded = (number: number) => String(number).padStart(2, '0')

/** Dates, most of them around the days that the plan turns on. */
export const day: Arbitrary<string> = fc
  .oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        year: fc.integer({ min: 2019, max: 2027 }),
        month: fc.integer({ min: 1, max: 12 }),
        day: fc.integer({ min: 1, max: 28 })
      })
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        { year: 2022, month: 1, day: 1 },
        { year: 2022, month: 12, day: 31 },
        { year: 2023, month: 1, day: 1 },
        { year: 2024, month: 2, day: 29 }
      )
    }
  )
  .map(({ year, month, day: date }) => `${year}-${padded(month)}-${padded(date)}`)

const MONEY = [0, 0.01, 299_999.99, 300_000, 300_000.01, 3_000_000, 10_000_000, 999_999_999_999.99]

function number({ minimum = 0, maximum = 1e12, multipleOf }: Schema, whole: boolean): Arbitrary<number> {
  const edges = [minimum, maximum, ...MONEY, 0.5, 1, 1.6, 2, 3, 10, 59, 60].filter(
    value => value >= minimum && value <= maximum && (!whole || Number.isInteger(value))
  )
  const most = Math.min(maximum, 1e6)
  const step = multipleOf ?? 1
  const drawn = whole
    ? fc.integer({ min: Math.ceil(minimum), max: most })
    : fc
        .integer({ min: Math.ceil(minimum / step), max: Math.floor(most / step) })
        .map(steps => Number((steps * step).toFixed(6)))
  return fc.oneof(fc.constantFrom(...edges), drawn)
}

/** Values that a schema allows. */
export function drawnFrom(schema: Schema): Arbitrary<unknown> {
  const { type, enum: members, items, format, pattern, examples = [] } = resolved(schema)
  if (members) return fc.constantFrom(...members)
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer' || type === 'number') return number(resolved(schema), type === 'integer')
  if (type === 'array') return fc.uniqueArray(drawnFrom(items as Schema), { maxLength: 3 })
  if (format === 'date') return day
  if (pattern?.startsWith('^20')) return day.map(date => date.slice(0, 7))
  return fc.constantFrom(...(examples.length > 0 ? examples : ['房租']))
}

/** Facts by id, each with its values: `lease.monthlyRent`. */
export const facts: ReadonlyMap<string, Arbitrary<unknown>> = new Map(
  Object.entries(resolved({ $ref: 'Facts' }).properties as Record<string, Schema>).flatMap(
    ([subject, schema]) =>
      Object.entries(resolved(schema).properties as Record<string, Schema>).map(
        ([name, fact]): [string, Arbitrary<unknown>] => [`${subject}.${name}`, drawnFrom(fact)]
      )
  )
)

/** The measures that can be decided. */
export const measures = resolved({ $ref: 'MeasureId' }).enum as string[]

/** Texts that trouble programs: marks of order, lone halves, what grows when it is folded, names of objects. */
export const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\u202e房租',
  '㍰'.repeat(40),
  '𠮷'.repeat(40),
  '\ufeff房租',
  '房\u0301租',
  '__proto__',
  'constructor',
  'toString',
  "'; DROP TABLE measures; --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '../../etc/passwd',
  '=1+1',
  '一'.repeat(300),
  '9'.repeat(300),
  '百分之'.repeat(100),
  '12.'.repeat(100),
  '万万亿亿',
  '👨‍👩‍👧‍👦',
  'ﷺ'.repeat(50)
]

/** JSON texts that no fact is. */
export const ODD_JSON = [
  'null',
  '{}',
  '[]',
  '[[]]',
  '"x"',
  '1e400',
  '-0',
  '1e-400',
  '123456789012345678901234567890',
  '0.1e1',
  'true',
  '{"toString":1}',
  '{"__proto__":1}',
  '"\\ud800"',
  '"\\u0000"',
  `${'['.repeat(500)}${']'.repeat(500)}`,
  `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
  '[1,2,3]',
  '"2022-02-30"',
  '"0000-00-00"',
  '"９９９９"',
  JSON.stringify('x'.repeat(5000)),
  'NaN',
  'undefined',
  '01',
  '1.',
  '.5',
  '+1',
  "'x'",
  '"\t"'
]
