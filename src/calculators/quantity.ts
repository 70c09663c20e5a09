/**
 * Quantities: decimal numbers that may be known only within bounds, or only approximately. The only door
 * to decimal.js. A bound that is not known is null; an exact quantity has two equal bounds.
 */
import { Decimal } from 'decimal.js'

Decimal.set({ precision: 40, rounding: Decimal.ROUND_HALF_UP })

/** How a number of the plan bounds what it applies to; `missing` marks an input that was not given. */
export type Mark = 'approximate' | 'at-most' | 'at-least' | 'range' | 'missing'

export interface Quantity {
  min: Decimal | null
  max: Decimal | null
  marks: ReadonlySet<Mark>
}

const NO_MARKS: ReadonlySet<Mark> = new Set()
const together = (...quantities: Quantity[]) => new Set(quantities.flatMap(({ marks }) => [...marks]))
/** A floor taken away leaves a ceiling, and the other way round. */
const turned = (marks: ReadonlySet<Mark>) =>
  new Set([...marks].map(mark => (mark === 'at-most' ? 'at-least' : mark === 'at-least' ? 'at-most' : mark)))

const exact = (value: number | string): Quantity => ({
  min: new Decimal(value),
  max: new Decimal(value),
  marks: NO_MARKS
})

const both = (
  a: Decimal | null,
  b: Decimal | null,
  combine: (a: Decimal, b: Decimal) => Decimal
): Decimal | null => (a === null || b === null ? null : combine(a, b))

/** Product of quantities that are never negative. Zero times an open bound is zero. */
function times(a: Quantity, b: Quantity): Quantity {
  const zero = (q: Quantity) => q.max?.isZero() === true
  if (zero(a) || zero(b)) return exact(0)
  return {
    min: both(a.min, b.min, (x, y) => x.times(y)),
    max: both(a.max, b.max, (x, y) => x.times(y)),
    marks: together(a, b)
  }
}

const plus = (a: Quantity, b: Quantity): Quantity => ({
  min: both(a.min, b.min, (x, y) => x.plus(y)),
  max: both(a.max, b.max, (x, y) => x.plus(y)),
  marks: together(a, b)
})

/** Difference of two quantities; never below zero, as no sum of money in a plan is. */
const minus = (a: Quantity, b: Quantity): Quantity => ({
  min: both(a.min, b.max, (x, y) => Decimal.max(0, x.minus(y))) ?? new Decimal(0),
  max: both(a.max, b.min, (x, y) => Decimal.max(0, x.minus(y))),
  marks: new Set([...a.marks, ...turned(b.marks)])
})

/** The smaller of a quantity and a ceiling. */
const cappedAt = (a: Quantity, cap: Quantity): Quantity => ({
  min: both(a.min, cap.min, (x, y) => Decimal.min(x, y)),
  max: a.max === null || cap.max === null ? (a.max ?? cap.max) : Decimal.min(a.max, cap.max),
  marks: a.marks
})

/** null where an end is open */
interface Ends {
  min: Decimal | null
  max: Decimal | null
}

/** The least and the most of some quantities; null where there is none. */
function hull(quantities: readonly Quantity[]): Ends | null {
  const [first, ...rest] = quantities
  if (!first) return null
  let ends: Ends = first
  for (const { min, max } of rest) {
    ends = {
      min: both(ends.min, min, (a, b) => Decimal.min(a, b)),
      max: both(ends.max, max, (a, b) => Decimal.max(a, b))
    }
  }
  return ends
}

/**
 * A quantity kept within what it comes to at the ends of what it depends on.
 * @param near where all ends are known @param far where one is open: beyond it, `whole` says how far it goes
 */
function within(whole: Quantity, near: Ends | null, far: Ends | null): Quantity {
  if (!near) return whole
  const isBeyond = (end: 'min' | 'max') => {
    if (near[end] === null || far?.[end] === null) return true
    const difference = far?.[end].comparedTo(near[end]) ?? 0
    return end === 'min' ? difference < 0 : difference > 0
  }
  return {
    min: isBeyond('min') ? whole.min : near.min,
    max: isBeyond('max') ? whole.max : near.max,
    marks: whole.marks
  }
}
/** Decimals that a person may have written; more come from a division. */
const WRITTEN = 6

export const quantity = {
  exact,
  zero: exact(0),
  /** A quantity between two bounds, either of which may be open (null). */
  between: (min: number | null, max: number | null, ...marks: Mark[]): Quantity => ({
    min: min === null ? null : new Decimal(min),
    max: max === null ? null : new Decimal(max),
    marks: new Set(marks)
  }),
  marked: (value: number, mark: Mark): Quantity => ({ ...exact(value), marks: new Set([mark]) }),
  times,
  plus,
  minus,
  cappedAt,
  hull,
  within,
  percent: (q: Quantity): Quantity => times(q, exact('0.01')),
  over: (q: Quantity, divisor: number): Quantity => ({
    min: q.min?.div(divisor) ?? null,
    max: q.max?.div(divisor) ?? null,
    marks: q.marks
  }),
  /** whether nothing but nothing is known to be the least of it */
  isOpenBelow: (q: Quantity): boolean => q.min === null || q.min.isZero(),
  /** to the fen, half up, as a sum of money is shown */
  inFen: (q: Quantity): Quantity => ({
    min: q.min?.toDecimalPlaces(2) ?? null,
    max: q.max?.toDecimalPlaces(2) ?? null,
    marks: q.marks
  }),
  /** the one number that an exact quantity is */
  number: ({ max }: Quantity): number => (max as Decimal).toNumber(),
  isExact: (q: Quantity): boolean => q.min !== null && q.max !== null && q.min.equals(q.max),
  /** a ÷ b in decimal arithmetic, as a number */
  divide: (a: number, b: number): number => new Decimal(a).div(b).toNumber(),
  /** a × b in decimal arithmetic, as a number: 1.13 × 10000 is 11300 */
  product: (a: number, b: number): number =>
    Number.isInteger(a) && Number.isInteger(b) ? a * b : new Decimal(a).times(b).toNumber(),
  /** a + b in decimal arithmetic, as a number */
  total: (a: number, b: number): number =>
    Number.isInteger(a) && Number.isInteger(b) ? a + b : new Decimal(a).plus(b).toNumber(),
  /** rounded half up to the fen, no longer than it need be: 200000, 176991.15 */
  toFen: (value: number): string => new Decimal(value).toDecimalPlaces(2).toString(),
  /** a number that goes on for ever, as short as can be read out: 1.0138888888888888 → 1.0139; undefined for others */
  shortened: (value: number): string | undefined => {
    const exact = new Decimal(value)
    return exact.decimalPlaces() > WRITTEN ? exact.toDecimalPlaces(4).toString() : undefined
  },
  /** 13 → 1.13 */
  onePlusPercent: (percent: number): number => new Decimal(percent).div(100).plus(1).toNumber(),
  /** Whether a number, as written in decimal, is a whole number of steps: 1234567.89 of 0.01. */
  isMultiple: (value: number, step: number): boolean => new Decimal(value).mod(step).isZero()
}

/** A bound as text: two decimals, half up, for yuan; as short as it is for anything else. */
export const boundText = (bound: Decimal, money: boolean): string =>
  money ? bound.toFixed(2) : bound.toDecimalPlaces(10).toString()

/** Adds bounds that were rounded to the fen already. */
export const sumText = (values: readonly string[]): string =>
  values.reduce((sum, value) => sum.plus(value), new Decimal(0)).toFixed(2)

/** Compares two bounds given as text. */
export const compareText = (a: string, b: string): number => new Decimal(a).comparedTo(b)
